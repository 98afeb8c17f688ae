package io.sluice.process;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends this process when its parent has ended, however that happened. Three signals tell, each
 * without the others and without the parent's help:
 *
 * <ol>
 *   <li>the pipe on standard input ends, since the kernel closes the parent's side: at once. Fails
 *       if some other process has inherited that side.
 *   <li>this process has been adopted by another one: looked for every second. Fails on Windows,
 *       where nobody adopts, and when a program stands between the parent and this JVM.
 *   <li>no process has the parent's id and start time any more: looked for every second, believed
 *       when seen twice. Fails while the parent is a zombie.
 * </ol>
 *
 * Whoever notices first counts {@link #gone} down; the watching thread alone acts on it. A parent
 * that is merely stopped trips none of them. Both threads exist from the start, as a process that
 * cannot create threads any more must end too.
 */
final class ParentWatch {

  private static final long LOOK_EVERY_MILLIS = 1_000;

  private final long parentPid;
  private final InputStream pipe;
  private final ProcessHandle self = ProcessHandle.current();
  private final Optional<ProcessHandle> parent;
  private final boolean bornToParent;
  private final CountDownLatch gone = new CountDownLatch(1);
  private int timesMissed;

  private ParentWatch(long parentPid, InputStream pipe) {
    this.parentPid = parentPid;
    this.pipe = pipe;
    // Compared with what this JVM itself saw before: start times differ between JVMs by rounding.
    this.parent = ProcessHandle.of(parentPid);
    // Otherwise a program stands between (a wrapper of java), or the parent died before this line
    // and the pipe will tell: either way adoption means nothing.
    this.bornToParent = currentParentIs(parentPid);
  }

  /** Starts watching; the pipe must hold nothing more that anybody wants to read. */
  static void start(long parentPid, InputStream pipe) {
    ParentWatch watch = new ParentWatch(parentPid, pipe);
    DaemonThread.start("sluice-parent-pipe", watch::readPipe);
    DaemonThread.start("sluice-parent-watch", watch::watch);
  }

  private void readPipe() {
    try {
      while (pipe.read() >= 0) {
        // Nothing is sent after the order, and a later version's hint would be no sign of death.
      }
      gone.countDown();
    } catch (IOException closed) {
      // Somebody here closed descriptor 0, which says nothing of the parent: two signals are left.
    }
  }

  private void watch() {
    try {
      while (!isGone()) {
        // Looked again.
      }
      Orphan.end();
    } finally {
      // Out of memory or descriptors not even a class may be had.
      Runtime.getRuntime().halt(Orphan.EXIT_CODE);
    }
  }

  private boolean isGone() {
    try {
      return gone.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS) || adopted() || missing();
    } catch (InterruptedException | RuntimeException | Error ignored) {
      // None of them says anything of the parent.
      return false;
    }
  }

  private boolean adopted() {
    return bornToParent && self.parent().filter(now -> now.pid() != parentPid).isPresent();
  }

  private boolean missing() {
    // Processes are looked up through files: one that cannot see itself is out of descriptors, and
    // so is blind, not orphaned. Twice, as a descriptor may come free between the two looks.
    boolean missed = parent.isPresent() && !parent.get().isAlive() && self.isAlive();
    timesMissed = missed ? timesMissed + 1 : 0;
    return timesMissed >= 2;
  }

  private boolean currentParentIs(long pid) {
    return self.parent().filter(now -> now.pid() == pid).isPresent();
  }
}
