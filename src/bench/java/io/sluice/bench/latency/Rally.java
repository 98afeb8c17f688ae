package io.sluice.bench.latency;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * One message on its way there and back at a time; used by one thread at a time.
 *
 * <p>Back to back there is no schedule that a slow answer could upset, so every time counts once.
 * With a pause between, one message is due in each pause: a time that is longer than that stands
 * for the messages that it kept from being sent, too, and is recorded with that expected interval
 * (HdrHistogram's correction for coordinated omission). It counts from the sending and not from the
 * intended instant, which a sleeping thread misses by the timer's slack of some 50 µs: more than
 * what is measured.
 */
final class Rally {
  /**
   * In nanoseconds. Both sides sleep in it, and are called often enough to be compiled before it
   * counts.
   */
  private static final long WARM_UP_PAUSE = 100_000;

  private final Histogram histogram = Latencies.histogram();
  private final long betweenNanos;
  private final Duration warmup;
  private final Duration window;
  private long measuredFrom = Long.MAX_VALUE;
  private long end = Long.MAX_VALUE;
  private long served;

  Rally(Duration between, Duration warmup, Duration window) {
    this.betweenNanos = between.toNanos();
    this.warmup = warmup;
    this.window = window;
  }

  boolean isPaced() {
    return betweenNanos > 0;
  }

  boolean goesOn() {
    return System.nanoTime() < end;
  }

  /** Sleeps as long as there is to be between the last answer and the next message. */
  void pause() {
    long now = System.nanoTime();
    long between = now < measuredFrom ? Math.min(betweenNanos, WARM_UP_PAUSE) : betweenNanos;
    for (long left = between; left > 0; left = now + between - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** To be called just before a message is sent. */
  void serve() {
    served = System.nanoTime();
  }

  /** To be called as soon as it is back. */
  void returned() {
    long now = System.nanoTime();
    long took = now - served;
    if (measuredFrom == Long.MAX_VALUE) {
      // The warm-up begins here: what the first one takes is the loading of classes.
      measuredFrom = now + warmup.toNanos();
      end = measuredFrom + window.toNanos();
    }
    if (served < measuredFrom) {
      return;
    }
    if (isPaced()) {
      histogram.recordValueWithExpectedInterval(took, betweenNanos);
    } else {
      histogram.recordValue(took);
    }
  }

  Histogram histogram() {
    return histogram;
  }
}
