package io.sluice.ring;

/**
 * Keeps senders at a distance from takers in a full queue. A sender that takes each piece of room
 * as it is made works on the very lines of the free ring and of the block words that the takers are
 * writing, so that every item waits for a line on both sides; some thousands of items behind them
 * it has whole lines to itself. So a taker in full flow tells of room once there is much of it, and
 * a sender that found a little goes on waiting while more is coming.
 *
 * <p>Nobody waits long for this: a taker that runs out of items, or pauses, tells at once, and one
 * that is stopped leaves it to the waiters' regular look around.
 */
final class Distance {
  /** In shorter queues there are not enough lines for two. */
  private static final int SHORTEST_QUEUE = 256;

  /** Half a millisecond's items: beyond this there is nothing more to gain. */
  private static final int FARTHEST = 8192;

  /** As many spins as a quick taker needs for some items: a microsecond or two. */
  private static final int SOME_ITEMS = 32;

  private final Census census;
  private final int wanted;

  Distance(int maxSize, Census census) {
    this.census = census;
    // Half the queue at most, so that there is work until the senders come.
    this.wanted = maxSize < SHORTEST_QUEUE ? 0 : Math.min(maxSize / 2, FARTHEST);
  }

  /** How much room a taker in full flow makes before it tells of it. */
  int wanted() {
    return wanted;
  }

  /** Whether room is being made at this moment, and it is not enough yet. */
  boolean isGrowing() {
    int room = wanted == 0 ? 0 : census.room();
    if (room >= wanted) {
      return false;
    }
    for (int i = 0; i < SOME_ITEMS; i++) {
      Thread.onSpinWait();
    }
    return census.room() > room;
  }
}
