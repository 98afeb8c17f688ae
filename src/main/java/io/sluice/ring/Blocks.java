package io.sluice.ring;

import io.sluice.memory.Memory;
import io.sluice.memory.Words;

/**
 * The blocks that hold the items, and their words, apart: what claimers and linkers write lies
 * together, eight to a line, and an item's own lines are written by its producer alone.
 *
 * <pre>
 * words[maxSize]      a word each, see {@link BlockWord}; only compare-and-set, or a release store by its owner
 * freed[maxSize]      a position each: where the owner last tried to link the block into the free ring
 * blocks[maxSize]     0        8          16       20     21       22      24
 *                    +--------+----------+--------+------+--------+-------+---------+---------+
 *                    | born   | returned | length | form | unused | extra | headers | payload |
 *                    +--------+----------+--------+------+--------+-------+---------+---------+
 * </pre>
 *
 * <ul>
 *   <li>born, returned: where the owner last tried to link the block into the ready ring, and into
 *       the redelivery ring. Like freed plain, written by the owner only while the block is not
 *       linked; a sweeper reads them opaque. {@code born} is also the order in which a dead owner's
 *       items are put back.
 *   <li>length, form, extra: one plain word, written before the link and published by it. {@code
 *       extra} is room for headers that travel before the payload (a trace context, say); this
 *       version writes 0 and skips what it finds.
 * </ul>
 */
final class Blocks {
  static final int PAYLOAD = 24;

  /** The item's bytes are in the block. */
  static final int INLINE = 0;

  /** The item's bytes are in a file of their own, see {@link ItemFiles}. */
  static final int IN_FILE = 1;

  private static final int RETURNED = 8;
  private static final int SHAPE = 16;
  private static final int FORM_SHIFT = 32;
  private static final int EXTRA_SHIFT = 48;

  private final Memory memory;
  private final Words words;
  private final Words freed;
  private final long start;
  private final long stride;
  private final int count;
  private final int capacity;

  Blocks(Memory memory, QueueLayout layout) {
    this.memory = memory;
    this.words = memory.words(layout.wordsOffset(), layout.maxSize());
    this.freed = memory.words(layout.freedOffset(), layout.maxSize());
    this.start = layout.blocksOffset();
    this.stride = layout.stride();
    this.count = layout.maxSize();
    this.capacity = (int) (stride - PAYLOAD);
  }

  int count() {
    return count;
  }

  /** The most bytes that a block holds. */
  int capacity() {
    return capacity;
  }

  long wordAcquire(int block) {
    return words.getAcquire(block);
  }

  long wordVolatile(int block) {
    return words.getVolatile(block);
  }

  boolean casWord(int block, long expected, long word) {
    return words.compareAndSet(block, expected, word);
  }

  /** By the word's owner alone, who knows what it replaces. */
  void putWordRelease(int block, long word) {
    words.putRelease(block, word);
  }

  /** Where the block's owner last tried to link it into the ring. */
  long posOpaque(int ring, int block) {
    return ring == QueueLayout.FREE_RING
        ? freed.getOpaque(block)
        : memory.getOpaque(pos(ring, block));
  }

  void putPosPlain(int ring, int block, long pos) {
    if (ring == QueueLayout.FREE_RING) {
      freed.putPlain(block, pos);
    } else {
      memory.putPlain(pos(ring, block), pos);
    }
  }

  private long pos(int ring, int block) {
    return ring == QueueLayout.READY_RING ? at(block) : at(block) + RETURNED;
  }

  /** The length, form and extra of a claimed block's item, read together. */
  long shapePlain(int block) {
    return memory.getPlain(at(block) + SHAPE);
  }

  void putShapePlain(int block, int length, int form) {
    memory.putPlain(at(block) + SHAPE, length & 0xffff_ffffL | (long) form << FORM_SHIFT);
  }

  static int length(long shape) {
    return (int) shape;
  }

  static int form(long shape) {
    return (int) (shape >>> FORM_SHIFT) & 0xff;
  }

  static int extra(long shape) {
    return (int) (shape >>> EXTRA_SHIFT);
  }

  /**
   * The generation of the allocation that wrote the item's file; it stands where the payload would.
   */
  long fileGenerationPlain(int block) {
    return memory.getPlain(at(block) + PAYLOAD);
  }

  void putFileGenerationPlain(int block, long generation) {
    memory.putPlain(at(block) + PAYLOAD, generation);
  }

  void copyIn(int block, byte[] source, int from, int length) {
    memory.copyIn(at(block) + PAYLOAD, source, from, length);
  }

  void copyOut(int block, int skip, byte[] target, int from, int length) {
    memory.copyOut(at(block) + PAYLOAD + skip, target, from, length);
  }

  private long at(int block) {
    return start + block * stride;
  }
}
