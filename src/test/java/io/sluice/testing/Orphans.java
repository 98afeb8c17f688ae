package io.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/** Who lives on for how long when a process is killed. */
public final class Orphans {
  /** What the library promises. */
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private static final long LOOK_EVERY_NANOS = 2_000_000;

  private Orphans() {}

  /**
   * Kills a process by SIGKILL and asserts that of those others none runs any more five seconds
   * after it does not. The time counts from there, as the kernel has it, and not from the signal: a
   * machine that is busy may take its time to start the program that sends it. Prints the times.
   */
  public static void assertNoneAfterKill(long parent, List<Long> others) {
    assertThat(others).isNotEmpty().allMatch(Signals::isRunning);
    Signals.send("KILL", parent);
    Signals.awaitGone(parent, TestJvm.PATIENCE);
    long gone = System.nanoTime();
    Map<Long, Long> millis = new TreeMap<>();
    List<Long> left = new ArrayList<>(others);
    while (!left.isEmpty() && System.nanoTime() - gone < TestJvm.PATIENCE.toNanos()) {
      left.removeIf(
          pid -> {
            // The moment before the look: it is not to be charged with our own delays.
            long now = System.nanoTime();
            if (Signals.isRunning(pid)) {
              return false;
            }
            millis.put(pid, Duration.ofNanos(now - gone).toMillis());
            return true;
          });
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
    System.out.println("After kill -9 of " + parent + " these were gone, ms later: " + millis);
    assertThat(left).as("those who still run").isEmpty();
    assertThat(millis.values()).allMatch(it -> it <= LIMIT.toMillis());
  }
}
