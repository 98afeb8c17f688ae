package io.sluice.ring;

import io.sluice.memory.Memory;

/**
 * The blocks that hold the items.
 *
 * <pre>
 *  0        8        16       24       28     29       30      32
 * +--------+--------+--------+--------+------+--------+-------+---------+---------+
 * | word   | pos    | born   | length | form | unused | extra | headers | payload |
 * +--------+--------+--------+--------+------+--------+-------+---------+---------+
 * </pre>
 *
 * <ul>
 *   <li>word: see {@link BlockWord}; only compare-and-set.
 *   <li>pos: the position at which the owner last tried to link the block. Plain, written by the
 *       owner only while the block is not linked; a sweeper reads it opaque.
 *   <li>born: the item's position in the ready ring, by which a dead owner's items are put back in
 *       order.
 *   <li>length, form, extra: one plain word, written before the link and published by it. {@code
 *       extra} is room for headers that travel before the payload (a trace context, say); this
 *       version writes 0 and skips what it finds.
 * </ul>
 */
final class Blocks {
  static final int PAYLOAD = 32;

  /** The item's bytes are in the block. */
  static final int INLINE = 0;

  /** The item's bytes are in a file of their own, see {@link ItemFiles}. */
  static final int IN_FILE = 1;

  private static final int POS = 8;
  private static final int BORN = 16;
  private static final int SHAPE = 24;
  private static final int FORM_SHIFT = 32;
  private static final int EXTRA_SHIFT = 48;

  private final Memory memory;
  private final long start;
  private final long stride;
  private final int count;
  private final int capacity;

  Blocks(Memory memory, QueueLayout layout) {
    this.memory = memory;
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
    return memory.getAcquire(at(block));
  }

  long wordVolatile(int block) {
    return memory.getVolatile(at(block));
  }

  boolean casWord(int block, long expected, long word) {
    return memory.compareAndSet(at(block), expected, word);
  }

  void putWordPlain(int block, long word) {
    memory.putPlain(at(block), word);
  }

  long posOpaque(int block) {
    return memory.getOpaque(at(block) + POS);
  }

  void putPosPlain(int block, long pos) {
    memory.putPlain(at(block) + POS, pos);
  }

  long bornOpaque(int block) {
    return memory.getOpaque(at(block) + BORN);
  }

  void putBornPlain(int block, long pos) {
    memory.putPlain(at(block) + BORN, pos);
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

  void copyOut(int block, int skip, byte[] target, int length) {
    memory.copyOut(at(block) + PAYLOAD + skip, target, 0, length);
  }

  private long at(int block) {
    return start + block * stride;
  }
}
