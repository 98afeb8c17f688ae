package io.sluice.ring;

import io.sluice.CorruptQueueException;
import java.util.function.IntConsumer;

/**
 * Counts without counters: no word has to agree with the blocks' states, so no death can leave one
 * wrong. Positions are read twice ("double collect"): what did not change between the reads was
 * true together at an instant between them.
 *
 * <p>Reads only; safe for any number of threads.
 */
final class Census {
  private static final int TRIES = 64;

  private final RingQueue queue;

  Census(RingQueue queue) {
    this.queue = queue;
  }

  /**
   * The number of ready items, true at an instant within the call. Under traffic that 64 tries do
   * not outlast: the last try's difference, within the bound.
   */
  int size() {
    IndexRing.First retry = new IndexRing.First();
    IndexRing.First ready = new IndexRing.First();
    long size = 0;
    for (int i = 0; i < TRIES; i++) {
      long retryEnd = queue.retry.end();
      queue.retry.first(retry);
      queue.ready.first(ready);
      long readyEnd = queue.ready.end();
      size = retryEnd - retry.position() + readyEnd - ready.position();
      if (agree(retry, retryEnd)
          && agree(ready, readyEnd)
          && retry.stands(queue.blocks)
          && ready.stands(queue.blocks)
          && !queue.retry.linkedAt(retryEnd)) {
        return exact(size);
      }
    }
    return (int) Math.max(0, Math.min(size, queue.layout.maxSize()));
  }

  private int exact(long size) {
    if (size < 0 || size > queue.layout.maxSize()) {
      throw new CorruptQueueException(size + " items of at most " + queue.layout.maxSize());
    }
    return (int) size;
  }

  private static boolean agree(IndexRing.First first, long end) {
    return first.isNothing() ? first.position() == end : first.position() <= end;
  }

  /** Whether a poll would find nothing, at an instant within the call. */
  boolean isEmpty() {
    IndexRing.First first = new IndexRing.First();
    for (; ; ) {
      queue.retry.first(first);
      if (!first.isNothing()) {
        return false;
      }
      long retryEmptyAt = first.position();
      queue.ready.first(first);
      if (!first.isNothing()) {
        return false;
      }
      if (!queue.retry.linkedAt(retryEmptyAt)) {
        return true;
      }
    }
  }

  /** Whether an offer would find no room, at an instant within the call. */
  boolean isFull() {
    IndexRing.First first = new IndexRing.First();
    queue.free.first(first);
    return first.isNothing();
  }

  /** The room that a claim would find, about: exact when nothing moves. */
  int room() {
    IndexRing.First first = new IndexRing.First();
    queue.free.first(first);
    long room = queue.free.end() - first.position();
    return (int) Math.max(0, Math.min(room, queue.layout.maxSize()));
  }

  /** How many items are claimed and not settled: exact when nothing moves. */
  int inFlight() {
    int count = 0;
    for (int block = 0; block < queue.blocks.count(); block++) {
      if (BlockWord.state(queue.blocks.wordVolatile(block)) == BlockWord.INFLIGHT) {
        count++;
      }
    }
    return count;
  }

  /** Names the owner of each item that is claimed and not settled. */
  void holders(IntConsumer owners) {
    for (int block = 0; block < queue.blocks.count(); block++) {
      long word = queue.blocks.wordVolatile(block);
      if (BlockWord.state(word) == BlockWord.INFLIGHT) {
        owners.accept(BlockWord.owner(word));
      }
    }
  }

  /** Whether everything accepted was settled at an instant within the call. */
  boolean isSettled() {
    IndexRing.First first = new IndexRing.First();
    queue.ready.first(first);
    return first.isNothing() && nothingMayComeBack() && !queue.ready.linkedAt(first.position());
  }

  /**
   * Whether no item is in anybody's hands or on its way back. Once the ready ring has come to its
   * end this is stable.
   */
  boolean nothingMayComeBack() {
    for (int block = 0; block < queue.blocks.count(); block++) {
      int state = BlockWord.state(queue.blocks.wordVolatile(block));
      if (state == BlockWord.INFLIGHT || state == BlockWord.RETRY) {
        return false;
      }
    }
    return true;
  }
}
