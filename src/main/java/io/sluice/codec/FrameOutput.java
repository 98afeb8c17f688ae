package io.sluice.codec;

import com.esotericsoftware.kryo.io.KryoBufferOverflowException;
import com.esotericsoftware.kryo.io.Output;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Kryo's output over the room for one item: straight on the target's array when it has one, else on
 * a scratch array that grows up to the target's size, because Kryo on an array plus one bulk copy
 * is faster than Kryo on direct memory.
 *
 * <p>It remembers that it overflowed. A serializer may wrap or swallow the exception that says so,
 * and the item has to be asked for again all the same.
 */
final class FrameOutput extends Output {

  private static final byte[] NONE = {};
  private static final int SMALLEST_SCRATCH = 512;

  /** One large item must not make every pooled output large for ever. */
  private static final int LARGEST_KEPT_SCRATCH = 1 << 16;

  private byte[] scratch = NONE;
  private boolean onScratch;
  private boolean overflowed;

  /** Whether the item turned out to be larger than its room. */
  boolean overflowed() {
    return overflowed;
  }

  void bind(ByteBuffer target) {
    overflowed = false;
    total = 0;
    onScratch = !target.hasArray();
    if (onScratch) {
      buffer = scratch;
      position = 0;
      maxCapacity = target.remaining();
      capacity = Math.min(scratch.length, maxCapacity);
    } else {
      int base = target.arrayOffset();
      byte[] array = target.array();
      if (array != buffer) {
        buffer = array;
      }
      position = base + target.position();
      capacity = base + target.limit();
      maxCapacity = capacity;
    }
  }

  /** Advances the target over what was written, after copying it there if it is not there yet. */
  void finish(ByteBuffer target) {
    if (onScratch) {
      target.put(buffer, 0, position);
    } else {
      target.position(position - target.arrayOffset());
    }
  }

  /**
   * Forgets the target if it is large. A small one is likely to take the next item too, and to set
   * the field costs more than to compare it.
   */
  void release() {
    if (onScratch && buffer.length <= LARGEST_KEPT_SCRATCH) {
      scratch = buffer;
    }
    if (onScratch || buffer.length > LARGEST_KEPT_SCRATCH) {
      buffer = NONE;
    }
    position = 0;
    capacity = 0;
    maxCapacity = 0;
  }

  @Override
  protected boolean require(int required) {
    if (capacity - position >= required) {
      return false;
    }
    long needed = (long) position + required;
    if (needed > maxCapacity) {
      overflowed = true;
      throw new KryoBufferOverflowException("The target is too small");
    }
    long larger = Math.max(Math.max(2L * capacity, SMALLEST_SCRATCH), needed);
    capacity = (int) Math.min(larger, maxCapacity);
    buffer = Arrays.copyOf(buffer, capacity);
    return true;
  }
}
