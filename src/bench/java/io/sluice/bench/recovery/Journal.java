package io.sluice.bench.recovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * When a reader got nothing for a while. One thread notes items; another one may ask meanwhile, so
 * that a reader that is stuck is found out as well.
 */
final class Journal {
  private static final int WRITERS = 2;

  private final Queue<Gaps.Gap> gaps = new ConcurrentLinkedQueue<>();
  private final AtomicLong last = new AtomicLong(System.nanoTime());
  private final AtomicLongArray counts = new AtomicLongArray(WRITERS);
  private final CountDownLatch first = new CountDownLatch(1);
  private final Tally tally;

  Journal(Tally tally) {
    this.tally = tally;
  }

  void received(int writer) {
    if (tally.total() == 0) {
      first.countDown();
    }
    tally.count();
    counts.setOpaque(writer, counts.getOpaque(writer) + 1);
    long now = System.nanoTime();
    long before = last.getOpaque();
    last.setOpaque(now);
    if (now - before > Gaps.NOTED_NANOS) {
      gaps.add(new Gaps.Gap(before, now));
    }
  }

  /** Waits for the first item. */
  void awaitFirst() throws InterruptedException {
    first.await();
  }

  /** How many items of that writer came. */
  long receivedFrom(int writer) {
    return counts.get(writer);
  }

  /** Those that ended after an instant, and the one that lasts. */
  Gaps gapsSince(long instant) {
    List<Gaps.Gap> since = new ArrayList<>();
    for (Gaps.Gap gap : gaps) {
      if (gap.to() > instant) {
        since.add(gap);
      }
    }
    since.add(new Gaps.Gap(last.get(), System.nanoTime()));
    return new Gaps(since);
  }
}
