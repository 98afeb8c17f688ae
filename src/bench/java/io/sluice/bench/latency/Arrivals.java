package io.sluice.bench.latency;

import java.util.concurrent.CountDownLatch;
import org.HdrHistogram.Histogram;

/** What the receiving process notes, on one thread at a time: see {@link Timetable}. */
final class Arrivals {
  private final Histogram histogram = Latencies.histogram();
  private final CountDownLatch last = new CountDownLatch(1);
  private volatile boolean complete;

  void arrived(byte[] message) {
    long kind = Timetable.kind(message);
    if (kind == Timetable.MEASURED) {
      histogram.recordValue(Math.max(0, System.nanoTime() - Timetable.intended(message)));
    } else if (kind == Timetable.LAST) {
      complete = true;
      last.countDown();
    }
  }

  /** Whether the last message has come. */
  boolean areComplete() {
    return complete;
  }

  void awaitLast() throws InterruptedException {
    last.await();
  }

  Histogram histogram() {
    return histogram;
  }
}
