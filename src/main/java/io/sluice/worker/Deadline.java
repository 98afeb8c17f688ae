package io.sluice.worker;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * How long a stream may owe its caller an item: the time runs while something is owed, and anew
 * from each item. One timer at a time, set again when it comes too early, since items come often.
 * Confined to the pool's events, but for the timer's own thread, which only calls {@code elapsed}.
 */
final class Deadline {
  private final Scheduler scheduler = Schedulers.parallel();
  private final long limit;
  private final Runnable elapsed;
  private boolean running;
  private long since;
  private @Nullable Disposable timer;

  /**
   * Makes one that does not run yet.
   *
   * @param limit how long
   * @param elapsed called when the timer comes; is to call {@link #isOver()} among the events
   */
  Deadline(Duration limit, Runnable elapsed) {
    this.limit = nanos(limit);
    this.elapsed = elapsed;
  }

  /** As many as there may be in a number. */
  static long nanos(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException centuries) {
      return Long.MAX_VALUE;
    }
  }

  /** Something is owed from now on. */
  void restart() {
    running = true;
    since = scheduler.now(TimeUnit.NANOSECONDS);
    if (timer == null) {
      set(limit);
    }
  }

  /** Nothing is owed. */
  void pause() {
    running = false;
  }

  void stop() {
    running = false;
    if (timer != null) {
      timer.dispose();
      timer = null;
    }
  }

  /** After the timer: whether the time is over; if not, the timer is set again while it runs. */
  boolean isOver() {
    timer = null;
    if (!running) {
      return false;
    }
    long left = limit - (scheduler.now(TimeUnit.NANOSECONDS) - since);
    if (left > 0) {
      set(left);
    }
    return left <= 0;
  }

  private void set(long nanos) {
    timer = scheduler.schedule(elapsed, nanos, TimeUnit.NANOSECONDS);
  }
}
