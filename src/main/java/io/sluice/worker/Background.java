package io.sluice.worker;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;

/**
 * Threads and times of the pool's own: no scheduler that a test's virtual time replaces, that
 * others may have filled with work that waits for this very pool, or that is shut down.
 */
final class Background {
  private Background() {}

  /** A short piece of work that blocks. */
  static void run(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** After a time, on a thread that must not be kept; disposing drops it. */
  static Disposable after(Duration delay, Runnable action) {
    CompletableFuture<Void> timer = new CompletableFuture<>();
    CompletableFuture<Void> unused = timer.thenRun(action);
    timer.completeOnTimeout(null, delay.toMillis(), TimeUnit.MILLISECONDS);
    return () -> timer.cancel(false);
  }
}
