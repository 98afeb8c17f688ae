package io.sluice.ring;

import io.sluice.memory.WatchedDisk;
import io.sluice.memory.WatchedMemory;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A simulated process that is stopped before one of its steps: an access to shared memory, or a
 * change of the disk. For ever, then an error leads it out, and no step has any effect any more; or
 * for a while, on a thread of its own.
 */
abstract class StoppedProcess implements WatchedMemory.Watch, WatchedDisk.Watch {
  /** No operation has so many steps. */
  private static final int NEVER = 100_000;

  /** Thrown at each step on the way out. */
  private static final class Stopped extends Error {
    private static final long serialVersionUID = 1L;

    Stopped() {
      super("stopped", null, false, false);
    }
  }

  private final BitSet afterChanges = new BitSet();
  private int steps;
  private int stopAt;
  private volatile boolean counting;
  private volatile boolean dead;
  private Throwable failed;

  // Of a pause.
  private final Semaphore stoppedOrEnded = new Semaphore(0);
  private final Semaphore goOn = new Semaphore(0);
  private boolean pausing;
  private Thread thread;
  private boolean ended;

  /** Does a whole operation. */
  void doWhole(Runnable operation) {
    if (!stopForEver(operation, NEVER)) {
      throw new AssertionError("an operation without end");
    }
  }

  /** Stops in an operation before its k-th step; whether it came to its end before. */
  boolean stopForEver(Runnable operation, int k) {
    begin(k);
    try {
      run(operation);
    } finally {
      counting = false;
    }
    return !dead;
  }

  private void begin(int k) {
    if (isPaused()) {
      throw new AssertionError("it is paused");
    }
    counting = true;
    pausing = false;
    steps = 0;
    stopAt = k;
    afterChanges.clear();
  }

  private void run(Runnable operation) {
    Thread.currentThread().setUncaughtExceptionHandler(this::uncaught);
    try {
      WatchedDisk.run(this, operation);
    } catch (RuntimeException | Error e) {
      // Whatever the engine makes of a stop on its way out.
      if (!dead) {
        throw e;
      }
    } finally {
      Thread.currentThread().setUncaughtExceptionHandler(null);
    }
    if (failed != null) {
      throw new AssertionError("a service thread has failed", failed);
    }
  }

  /** What ends a task of the service threads is reported here. */
  private void uncaught(Thread ignored, Throwable thrown) {
    if (!(thrown instanceof Stopped)) {
      failed = thrown;
    }
  }

  /** Pauses in an operation before its k-th step; whether it came to its end before. */
  boolean pause(Runnable operation, int k) {
    begin(k);
    pausing = true;
    ended = false;
    thread =
        new Thread(
            () -> {
              try {
                run(operation);
              } catch (Throwable e) {
                failed = e;
              } finally {
                ended = true;
                stoppedOrEnded.release();
              }
            });
    thread.start();
    return awaitStop();
  }

  private boolean awaitStop() {
    try {
      if (!stoppedOrEnded.tryAcquire(EngineHandle.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("neither stops nor ends");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    if (ended && failed != null) {
      throw new AssertionError("in the operation", failed);
    }
    return ended;
  }

  public boolean isPaused() {
    return thread != null && !ended;
  }

  /** Lets the paused operation, if there is one, go on to its end. */
  public void goOn() {
    if (isPaused()) {
      stopAt = NEVER;
      goOn.release();
      if (!awaitStop()) {
        throw new AssertionError("stopped again");
      }
    }
    counting = false;
    pausing = false;
    thread = null;
  }

  /** Not one step more. */
  void leaveForEver() {
    dead = true;
    if (isPaused()) {
      goOn.release();
      awaitStop();
    }
  }

  private void step() {
    if (dead) {
      throw new Stopped();
    }
    if (!counting) {
      // Its other threads are never stopped alone.
      return;
    }
    if (steps++ == stopAt) {
      if (pausing) {
        stoppedOrEnded.release();
        goOn.acquireUninterruptibly();
      } else {
        dead = true;
      }
      if (dead) {
        throw new Stopped();
      }
    }
    if (steps > NEVER) {
      throw new AssertionError("an operation without end");
    }
  }

  /** How many steps the last operation had. */
  int steps() {
    return steps;
  }

  /**
   * Where the last operation may be stopped so that others can tell the difference: at its
   * beginning, and after each of its changes.
   */
  BitSet stops() {
    BitSet stops = (BitSet) afterChanges.clone();
    stops.set(0);
    return stops;
  }

  @Override
  public long access(LongSupplier access) {
    step();
    return access.getAsLong();
  }

  @Override
  public void written() {
    changes();
  }

  private void changes() {
    if (counting) {
      afterChanges.set(steps);
    }
  }

  @Override
  public void before(String change, Path path) {
    step();
    changes();
    changesDisk(path);
  }

  /** It is about to change what is of that name. */
  abstract void changesDisk(Path path);
}
