package io.sluice.ring;

/**
 * Where everything is in a queue's file, for a given bound and item size.
 *
 * <pre>
 * 0        +----------------------------+
 *          | header: magic .. addresses |  see QueueHeader
 * 4096     +----------------------------+
 *          | participant words, 512 x 8 |  see Participants
 * 8192     +----------------------------+
 *          | waiting flags, 8 x 128     |  see WaitFlags
 * 9216     +----------------------------+
 *          | sleep counts, 512 x 32     |  see WaitFlags
 * 25600    +----------------------------+
 *          | cause areas, 4 x 4096      |  see CauseAreas
 * 41984    +----------------------------+
 *          | heads and tails, 6 x 128   |  each on lines of its own: different sides write them
 * 42752    +----------------------------+
 *          | free ring,       N x 8     |
 *          | ready ring,      N x 8     |  N = the power of two not less than maxSize + 2
 *          | redelivery ring, N x 8     |
 *          +----------------------------+  64-byte line
 *          | block words, maxSize x 8   |  see Blocks
 *          +----------------------------+  64-byte line
 *          | freed,       maxSize x 8   |  see Blocks
 *          +----------------------------+  64-byte line
 *          | blocks, maxSize x stride   |  see Blocks
 *          +----------------------------+
 * </pre>
 *
 * @param maxSize the bound, C
 * @param blockSize the most encoded bytes that an item has in its block
 */
record QueueLayout(int maxSize, int blockSize) {
  static final int HEADER = 0;
  static final int PARTICIPANTS = 4096;
  static final int WAIT_FLAGS = 8192;
  static final int SLOTS_USED = WAIT_FLAGS + 3 * Long.BYTES;
  static final int SLEEP_COUNTS = 9216;
  static final int CAUSES = 25600;
  static final int HEADS_AND_TAILS = 41984;
  static final int RINGS = 42752;

  /** The free ring's number; also the state of a block that may be claimed from it. */
  static final int FREE_RING = BlockWord.FREE;

  /** The ready ring's number; also the state of a block that may be claimed from it. */
  static final int READY_RING = BlockWord.WRITE;

  /** The redelivery ring's number; also the state of a block that may be claimed from it. */
  static final int RETRY_RING = BlockWord.RETRY;

  /** More blocks than this would not fit the tests' idea of a ring; 16 Mi items. */
  static final int MOST_ITEMS = 1 << 24;

  /** A block must lie within the overlap of two mapped segments. */
  static final int LARGEST_BLOCK = 16 << 20;

  private static final int LINE = 64;
  private static final int PAIR_OF_LINES = 128;

  /** N: the number of entries of each ring. */
  int ringLength() {
    return Integer.highestOneBit(maxSize + 1) << 1;
  }

  long headOffset(int ring) {
    return HEADS_AND_TAILS + (long) ring * 2 * PAIR_OF_LINES;
  }

  long tailOffset(int ring) {
    return headOffset(ring) + PAIR_OF_LINES;
  }

  long entriesOffset(int ring) {
    return RINGS + (long) ring * ringLength() * Long.BYTES;
  }

  long wordsOffset() {
    return roundUp(entriesOffset(3));
  }

  long freedOffset() {
    return roundUp(wordsOffset() + (long) maxSize * Long.BYTES);
  }

  long blocksOffset() {
    return roundUp(freedOffset() + (long) maxSize * Long.BYTES);
  }

  long stride() {
    return roundUp((long) Blocks.PAYLOAD + blockSize);
  }

  long fileLength() {
    return blocksOffset() + maxSize * stride();
  }

  private static long roundUp(long bytes) {
    return (bytes + LINE - 1) & -LINE;
  }
}
