package io.sluice.queue;

/**
 * How many items a consumer claims at once: one at first, and twice as many while they are handed
 * over quickly, so that a slow consumer holds no more than the item it is busy with. Confined to
 * its drain.
 */
final class RunLength {
  static final int LONGEST = 64;

  private static final long QUICK_NANOS = 20_000;
  private static final long TIRING_NANOS = 1_000_000;

  private int length = 1;
  private long started;

  /** How many items to claim next. */
  int next() {
    return length;
  }

  /** A run was claimed. */
  void begun() {
    started = System.nanoTime();
  }

  /**
   * A run was handed over.
   *
   * @param items how many it had
   * @return whether it took so long that others are to have their turn
   */
  boolean handedOver(int items) {
    long nanos = System.nanoTime() - started;
    length = nanos < QUICK_NANOS * items ? Math.min(LONGEST, length * 2) : (length + 3) / 4;
    return nanos > TIRING_NANOS;
  }
}
