package io.sluice.worker;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Operators;

/**
 * Which task the worker runs, as the pool's cancels and demand see it. There is one from its
 * arrival to its end; the pool sends the next one only after that.
 *
 * <p>An interrupt hits its task or none: it is sent under the monitor, and a task's end, under the
 * monitor as well, takes back one that came too late to be noticed.
 */
final class RunningTask {
  private static final long NONE = 0;

  private final Thread thread;

  // Guarded by this.
  private long task = NONE;
  private boolean cancelled;
  private @Nullable TaskContext context;
  private @Nullable StreamRun stream;
  private long early;

  RunningTask(Thread thread) {
    this.thread = thread;
  }

  /** It is here, and waits for its thread. */
  synchronized void arrive(long arrived) {
    task = arrived;
    cancelled = false;
    early = 0;
  }

  /** On the task's thread; false if the caller wants it no more. */
  synchronized boolean begin(TaskContext begun) {
    context = begun;
    TaskContext.setRunning(begun);
    return !cancelled;
  }

  /** The task has a stream; what was requested before this counts. */
  synchronized void stream(StreamRun run) {
    stream = run;
    run.request(early);
    if (cancelled) {
      run.cancel();
    }
  }

  /** On the task's thread: nothing reaches the task any more. */
  synchronized void end() {
    task = NONE;
    context = null;
    stream = null;
    TaskContext.setRunning(null);
    Thread.interrupted();
  }

  synchronized void cancel(long unwanted) {
    if (task != unwanted) {
      return;
    }
    cancelled = true;
    if (context != null) {
      context.cancel();
      thread.interrupt();
    }
    if (stream != null) {
      stream.cancel();
    }
  }

  synchronized void request(long requesting, long items) {
    if (task != requesting) {
      return;
    }
    if (stream == null) {
      early = Operators.addCap(early, items);
    } else {
      stream.request(items);
    }
  }
}
