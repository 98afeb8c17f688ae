package io.sluice.queue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A subscriber that stays at one item until it is released. Not for threads that must not block.
 */
final class Busy<T> implements Consumer<T> {
  private final Predicate<T> stays;
  private final CountDownLatch there = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  Busy(Predicate<T> stays) {
    this.stays = stays;
  }

  @Override
  public void accept(T item) {
    if (stays.test(item)) {
      there.countDown();
      await(released);
    }
  }

  /** Waits until it is at the item. */
  void await() {
    await(there);
  }

  void release() {
    released.countDown();
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(Depth.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("nothing came");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
