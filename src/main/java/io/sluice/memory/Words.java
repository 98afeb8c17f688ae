package io.sluice.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * An array of words in a {@link Memory}, for the few that every item needs: an access by index
 * takes about half the instructions of one by an offset in the file. Methods and memory orders are
 * those of the memory; an index outside the array is an {@link IndexOutOfBoundsException}.
 */
public class Words {
  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final ByteBuffer buffer;

  /**
   * Takes an array that lies within one buffer.
   *
   * @param buffer the array's bytes
   */
  Words(ByteBuffer buffer) {
    this.buffer = buffer;
  }

  /**
   * Reads a word with opaque order.
   *
   * @param index the word's number
   * @return the word
   */
  public long getOpaque(int index) {
    return (long) LONG.getOpaque(buffer, index << 3);
  }

  /**
   * Reads a word with acquire order.
   *
   * @param index the word's number
   * @return the word
   */
  public long getAcquire(int index) {
    return (long) LONG.getAcquire(buffer, index << 3);
  }

  /**
   * Reads a word with volatile order.
   *
   * @param index the word's number
   * @return the word
   */
  public long getVolatile(int index) {
    return (long) LONG.getVolatile(buffer, index << 3);
  }

  /**
   * Writes a word with plain order.
   *
   * @param index the word's number
   * @param value the word
   */
  public void putPlain(int index, long value) {
    LONG.set(buffer, index << 3, value);
  }

  /**
   * Writes a word with release order.
   *
   * @param index the word's number
   * @param value the word
   */
  public void putRelease(int index, long value) {
    LONG.setRelease(buffer, index << 3, value);
  }

  /**
   * Replaces a word if it is as expected, with volatile order.
   *
   * @param index the word's number
   * @param expected the word to replace
   * @param value the new word
   * @return whether the word was replaced
   */
  public boolean compareAndSet(int index, long expected, long value) {
    return LONG.compareAndSet(buffer, index << 3, expected, value);
  }
}
