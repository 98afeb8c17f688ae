package io.sluice.process;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Ends a group of processes: asks all of them at the same time, waits, then forces. Members are
 * remembered from the first look on, since a process whose parent has ended can no longer be found
 * from it; and looked for again until the end, since members may start others meanwhile.
 *
 * <p>For one thread and one use.
 */
final class ProcessEnding {

  private static final long LOOK_EVERY_MILLIS = 20;

  /** For the kernel to take down a process of many gigabytes. */
  private static final Duration FORCED_PATIENCE = Duration.ofSeconds(5);

  private final Supplier<Set<ProcessHandle>> group;
  private final Set<ProcessHandle> members = new LinkedHashSet<>();

  ProcessEnding(Supplier<Set<ProcessHandle>> group) {
    this.group = group;
  }

  /**
   * Returns when no member runs any more. When the thread is interrupted the members are forced at
   * once, and the thread stays interrupted.
   *
   * @param patience how long members may take after they have been asked
   */
  void askThenForce(Duration patience) {
    try {
      if (!goneWithin(patience, ProcessHandle::destroy)) {
        lookAround(ProcessHandle::destroyForcibly);
        members.forEach(ProcessHandle::destroyForcibly);
        goneWithin(FORCED_PATIENCE, ProcessHandle::destroyForcibly);
      }
    } catch (InterruptedException impatient) {
      members.forEach(ProcessHandle::destroyForcibly);
      Thread.currentThread().interrupt();
    }
  }

  private boolean goneWithin(Duration limit, Demand demand) throws InterruptedException {
    long start = System.nanoTime();
    while (true) {
      lookAround(demand);
      if (members.stream().noneMatch(ProcessTree::isRunning)) {
        return true;
      }
      if (System.nanoTime() - start >= limit.toNanos()) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
    }
  }

  /** Makes the demand on every member that was not known before. */
  private void lookAround(Demand demand) {
    Set<ProcessHandle> found = new LinkedHashSet<>(group.get());
    for (ProcessHandle member : members) {
      found.addAll(ProcessTree.descendantsOf(member));
    }
    for (ProcessHandle process : found) {
      if (members.add(process)) {
        demand.of(process);
      }
    }
  }

  /** What {@code destroy} and {@code destroyForcibly} have in common. */
  @FunctionalInterface
  private interface Demand {
    boolean of(ProcessHandle process);
  }
}
