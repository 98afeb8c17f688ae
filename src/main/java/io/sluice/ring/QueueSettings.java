package io.sluice.ring;

import org.jspecify.annotations.Nullable;

/**
 * What a queue's creator decides and its file keeps.
 *
 * @param kind what the file is for
 * @param maxSize the bound, 1 or more
 * @param itemSize the bytes reserved for each item
 * @param maxItemSize the most encoded bytes of an item
 * @param maxAttempts how often an item is delivered at most; 0 for no limit
 * @param anonymous whether the queue goes with its creator
 * @param fingerprint the codec's
 * @param deadLetters the address of the dead letters' queue, if there is one
 */
public record QueueSettings(
    Kind kind,
    int maxSize,
    int itemSize,
    int maxItemSize,
    int maxAttempts,
    boolean anonymous,
    String fingerprint,
    @Nullable String deadLetters) {

  /** The largest bound. */
  public static final int MOST_ITEMS = QueueLayout.MOST_ITEMS;

  /** The most bytes that can be reserved for an item. */
  public static final int LARGEST_BLOCK = QueueLayout.LARGEST_BLOCK;

  /** The item size whose blocks, with their headers, are 4 KiB each. */
  public static final int PAGE_BLOCK = 4096 - Blocks.PAYLOAD;

  /** The largest limit of attempts. */
  public static final int MOST_ATTEMPTS = BlockWord.MAX_ATTEMPT;

  /** What a file is for. */
  public enum Kind {
    /** A queue, empty at first. */
    QUEUE(0),

    /** Permits, all there at first. */
    PERMITS(1),

    /** One direction of a pipe: pieces of messages, from one process to another. */
    PIPE(2);

    /** Its number in the file. */
    final int code;

    Kind(int code) {
      this.code = code;
    }
  }

  QueueLayout layout() {
    return new QueueLayout(maxSize, itemSize);
  }
}
