package io.sluice.ring;

/**
 * The blocks that one claim got, with their words as the claim left them. Reused; confined to its
 * operation.
 */
final class ClaimRun {
  /** The most blocks that one claim gets. */
  static final int MOST = 64;

  final int[] blocks;
  final long[] words;
  int count;

  /** Where the ring was found empty, when it was. */
  long emptyAt;

  ClaimRun(int capacity) {
    blocks = new int[capacity];
    words = new long[capacity];
  }

  int capacity() {
    return blocks.length;
  }
}
