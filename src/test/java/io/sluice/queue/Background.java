package io.sluice.queue;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;

/** A call on a thread of its own that may block. */
final class Background<V> {
  private final FutureTask<V> task;
  private final Thread thread;

  private Background(Callable<V> call) {
    task = new FutureTask<>(call);
    thread = new Thread(task, "background");
    thread.setDaemon(true);
    thread.start();
  }

  static <V> Background<V> call(Callable<V> call) {
    return new Background<>(call);
  }

  /** Runs what returns nothing. */
  static Background<Void> run(Interruptible action) {
    return call(
        () -> {
          action.run();
          return null;
        });
  }

  /** Something that waits. */
  interface Interruptible {
    void run() throws Exception;
  }

  Thread thread() {
    return thread;
  }

  boolean isDone() {
    return task.isDone();
  }

  /** Waits until the call waits. */
  Background<V> awaitBlocked() {
    Awaitility.await()
        .atMost(Depth.PATIENCE)
        .until(
            () ->
                thread.getState() == Thread.State.WAITING
                    || thread.getState() == Thread.State.TIMED_WAITING);
    return this;
  }

  V result() throws InterruptedException, ExecutionException, TimeoutException {
    return task.get(Depth.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** What the call threw. */
  Throwable failure() throws InterruptedException, TimeoutException {
    try {
      throw new AssertionError("no failure but " + result());
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }
}
