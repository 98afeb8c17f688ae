package io.sluice.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * A mapped file as words and bytes. Every access to shared memory in this library is a call of one
 * of these methods, and each method's name says its memory order, so that a reader can check the
 * orders and a test can stop a process before any single access by overriding them.
 *
 * <p>Words are 64 bits wide, aligned to 8 bytes and in native byte order: the file is read on the
 * machine that wrote it. Offsets are checked by the buffers; an offset outside the file is an
 * {@link IndexOutOfBoundsException}.
 *
 * <p>Thread-safe as far as each method's memory order goes.
 */
public class Memory {
  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private static final VarHandle ARRAY_LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  /** Up to here a loop is quicker than the call of a bulk copy. */
  private static final int FEW_BYTES = 128;

  /** So many calls that a method is compiled, with any of the JVM's compilers. */
  private static final int COMPILED_AFTER = 400;

  static {
    prepare();
  }

  private final ByteBuffer first;
  private final ByteBuffer[] segments;
  private final int segmentShift;
  private final long firstEnd;
  private final long length;

  /**
   * Wraps mapped segments.
   *
   * @param segments buffers in native order, each starting at a multiple of {@code 1 <<
   *     segmentShift}; all but the last reach past the next one's start, so that nothing smaller
   *     than that overlap straddles two buffers
   * @param segmentShift the binary logarithm of the distance between two segments' starts
   * @param length the file's length in bytes
   */
  protected Memory(ByteBuffer[] segments, int segmentShift, long length) {
    this.segments = segments.clone();
    this.first = segments[0];
    this.segmentShift = segmentShift;
    this.firstEnd = 1L << segmentShift;
    this.length = length;
  }

  /**
   * Shares another memory's segments, for a subclass that watches the accesses.
   *
   * @param other the memory to share
   */
  protected Memory(Memory other) {
    this(other.segments, other.segmentShift, other.length);
  }

  /** Nobody uses it any more. */
  final void released() {
    for (ByteBuffer segment : segments) {
      Collector.released(segment);
    }
  }

  /**
   * The number of bytes.
   *
   * @return the file's length when it was mapped
   */
  public final long length() {
    return length;
  }

  /**
   * Reads a word with plain order.
   *
   * @param offset in bytes
   * @return the word
   */
  public long getPlain(long offset) {
    return (long) LONG.get(buffer(offset), index(offset));
  }

  /**
   * Reads a word with opaque order: coherent for this word alone.
   *
   * @param offset in bytes
   * @return the word
   */
  public long getOpaque(long offset) {
    return (long) LONG.getOpaque(buffer(offset), index(offset));
  }

  /**
   * Reads a word with acquire order.
   *
   * @param offset in bytes
   * @return the word
   */
  public long getAcquire(long offset) {
    return (long) LONG.getAcquire(buffer(offset), index(offset));
  }

  /**
   * Reads a word with volatile order.
   *
   * @param offset in bytes
   * @return the word
   */
  public long getVolatile(long offset) {
    return (long) LONG.getVolatile(buffer(offset), index(offset));
  }

  /**
   * Writes a word with plain order.
   *
   * @param offset in bytes
   * @param value the word
   */
  public void putPlain(long offset, long value) {
    LONG.set(buffer(offset), index(offset), value);
  }

  /**
   * Writes a word with release order.
   *
   * @param offset in bytes
   * @param value the word
   */
  public void putRelease(long offset, long value) {
    LONG.setRelease(buffer(offset), index(offset), value);
  }

  /**
   * Replaces a word if it is as expected, with volatile order.
   *
   * @param offset in bytes
   * @param expected the word to replace
   * @param value the new word
   * @return whether the word was replaced
   */
  public boolean compareAndSet(long offset, long expected, long value) {
    return LONG.compareAndSet(buffer(offset), index(offset), expected, value);
  }

  /**
   * Sets bits with volatile order.
   *
   * @param offset in bytes
   * @param bits the bits to set
   */
  public void setBits(long offset, long bits) {
    LONG.getAndBitwiseOr(buffer(offset), index(offset), bits);
  }

  /**
   * Clears bits with volatile order.
   *
   * @param offset in bytes
   * @param bits the bits to clear
   */
  public void clearBits(long offset, long bits) {
    LONG.getAndBitwiseAnd(buffer(offset), index(offset), ~bits);
  }

  /**
   * Copies bytes into the memory with plain order.
   *
   * @param offset where the first byte goes
   * @param source the bytes
   * @param from the first byte's index in {@code source}
   * @param count how many bytes, less than the segments' overlap
   */
  public void copyIn(long offset, byte[] source, int from, int count) {
    ByteBuffer buffer = buffer(offset);
    int at = index(offset);
    if (count > FEW_BYTES) {
      buffer.put(at, source, from, count);
      return;
    }
    if (count < Long.BYTES) {
      for (int i = 0; i < count; i++) {
        buffer.put(at + i, source[from + i]);
      }
      return;
    }
    int last = count - Long.BYTES;
    for (int i = 0; i < last; i += Long.BYTES) {
      LONG.set(buffer, at + i, (long) ARRAY_LONG.get(source, from + i));
    }
    LONG.set(buffer, at + last, (long) ARRAY_LONG.get(source, from + last));
  }

  /**
   * Copies bytes out of the memory with plain order.
   *
   * @param offset where the first byte is
   * @param target where they go
   * @param from the first byte's index in {@code target}
   * @param count how many bytes, less than the segments' overlap
   */
  public void copyOut(long offset, byte[] target, int from, int count) {
    ByteBuffer buffer = buffer(offset);
    int at = index(offset);
    if (count > FEW_BYTES) {
      buffer.get(at, target, from, count);
      return;
    }
    if (count < Long.BYTES) {
      for (int i = 0; i < count; i++) {
        target[from + i] = buffer.get(at + i);
      }
      return;
    }
    int last = count - Long.BYTES;
    for (int i = 0; i < last; i += Long.BYTES) {
      ARRAY_LONG.set(target, from + i, (long) LONG.get(buffer, at + i));
    }
    ARRAY_LONG.set(target, from + last, (long) LONG.get(buffer, at + last));
  }

  /**
   * An array of words in this memory.
   *
   * @param offset where its first word is
   * @param count how many words
   * @return the array
   */
  public Words words(long offset, int count) {
    ByteBuffer buffer = buffer(offset);
    int from = index(offset);
    long bytes = (long) count * Long.BYTES;
    return from + bytes <= buffer.limit()
        ? new Words(buffer.slice(from, (int) bytes))
        : farWords(offset);
  }

  /**
   * An array each of whose accesses is a call of one of this memory's methods.
   *
   * @param offset where its first word is
   * @return the array
   */
  protected final Words farWords(long offset) {
    return new FarWords(this, offset);
  }

  /** Orders every access before it, of any kind, before every access after it. */
  public void fullFence() {
    VarHandle.fullFence();
  }

  /**
   * Has the read-modify-write methods compiled before they are needed. Where somebody has cut the
   * file compiled code throws an {@link InternalError}, whereas the interpreter, which does not
   * expect that of these, would take the JVM down.
   */
  private static void prepare() {
    ByteBuffer word = ByteBuffer.allocateDirect(2 * Long.BYTES).alignedSlice(Long.BYTES);
    Memory memory = new Memory(new ByteBuffer[] {word}, Integer.SIZE - 2, Long.BYTES);
    for (long i = 0; i < COMPILED_AFTER; i++) {
      memory.setBits(0, 1);
      memory.clearBits(0, 1);
      memory.compareAndSet(0, 0, 0);
    }
  }

  // A comparison where a shift would do for all segments: nearly every file has one only.
  private ByteBuffer buffer(long offset) {
    return offset < firstEnd ? first : later(offset);
  }

  private ByteBuffer later(long offset) {
    return segments[Objects.checkIndex((int) (offset >>> segmentShift), segments.length)];
  }

  private int index(long offset) {
    return (int) (offset < firstEnd ? offset : offset & firstEnd - 1);
  }
}
