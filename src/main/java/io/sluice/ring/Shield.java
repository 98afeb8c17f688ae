package io.sluice.ring;

import java.util.function.BooleanSupplier;

/**
 * Keeps the two service threads alive, and serving everybody: what one queue's broken file, one
 * socket or one user's handler throws ends that task alone.
 */
final class Shield {
  private Shield() {}

  static void run(Runnable task) {
    boolean unused =
        test(
            () -> {
              task.run();
              return true;
            });
  }

  /** False also when the task fails. */
  static boolean test(BooleanSupplier task) {
    try {
      return task.getAsBoolean();
    } catch (RuntimeException | InternalError e) {
      // A closed scheduler, a file that somebody has cut: whoever uses that queue meets the failure
      // too, where it can be reported.
      return false;
    } catch (Error e) {
      report(e);
      return false;
    }
  }

  /** Out of memory, a failed assertion in a handler: the thread's last words, but it goes on. */
  private static void report(Error error) {
    Thread thread = Thread.currentThread();
    try {
      thread.getUncaughtExceptionHandler().uncaughtException(thread, error);
    } catch (RuntimeException | Error e) {
      // Then nobody wants to know.
      Thread.onSpinWait();
    }
  }

  /** A daemon thread that keeps nothing of the thread that happens to start it. */
  static Thread thread(Runnable task, String name) {
    Thread thread = new ServiceThread(task, name);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    return thread;
  }

  /** Tells the threads that everybody needs from all others. */
  static final class ServiceThread extends Thread {
    private ServiceThread(Runnable task, String name) {
      super(null, task, name, 0, false);
    }
  }
}
