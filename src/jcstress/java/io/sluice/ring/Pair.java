package io.sluice.ring;

import io.sluice.memory.Memory;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A queue of its own for one try of a test, seen through two mappings. */
class Pair {
  static final int MAX_SIZE = 2;
  static final int ITEM_SIZE = 16;

  /** The owners: two processes that live, and one that is dead. */
  static final int FIRST = 1 << BlockWord.SLOT_BITS | 1;

  static final int SECOND = 1 << BlockWord.SLOT_BITS | 2;
  static final int DEAD = 1 << BlockWord.SLOT_BITS | 3;

  final Memory firstMemory;
  final Memory secondMemory;
  final RingQueue first;
  final RingQueue second;

  Pair() {
    int region = Regions.next();
    firstMemory = Regions.first(region);
    secondMemory = Regions.second(region);
    for (long word = 0; word < firstMemory.length(); word += Long.BYTES) {
      if (word >= QueueLayout.WAIT_FLAGS && word < QueueLayout.SLEEP_COUNTS
          || word >= QueueLayout.HEADS_AND_TAILS) {
        firstMemory.putPlain(word, 0);
      }
    }
    QueueLayout layout = new QueueLayout(MAX_SIZE, ITEM_SIZE);
    // No item here is so large that it needs a file.
    ItemFiles files = new ItemFiles(Path.of("unused"));
    first = new RingQueue(firstMemory, layout, files);
    second = new RingQueue(secondMemory, layout, files);
    first.format(false);
    new WaitFlags(firstMemory).use(0);
  }

  static boolean put(RingQueue queue, int owner, long value) {
    byte[] bytes = ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    return queue.put(PutRun.of(bytes), owner) == 1;
  }

  /** Claims an item and reads it; 0 if there is none. */
  static long take(RingQueue queue, int owner, ClaimRun run) {
    if (queue.poll(run, 1, owner) != 1) {
      return 0;
    }
    byte[] bytes = new byte[Long.BYTES];
    queue.blocks.copyOut(run.blocks[0], 0, bytes, 0, Long.BYTES);
    return ByteBuffer.wrap(bytes).getLong();
  }

  static ClaimRun claimed(RingQueue queue, int owner) {
    ClaimRun run = new ClaimRun(1);
    if (queue.poll(run, 1, owner) != 1) {
      throw new IllegalStateException("nothing to claim");
    }
    return run;
  }

  /** How many items there are to be claimed, and all of them claimed. */
  static int drain(RingQueue queue, int owner) {
    ClaimRun run = new ClaimRun(1);
    int count = 0;
    while (queue.poll(run, 1, owner) == 1) {
      count++;
    }
    return count;
  }
}
