package io.sluice.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.KryoBufferUnderflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Kryo's input over the bytes of one item: straight on the source's array when it has one, else on
 * a copy. Kryo's own input allocates whatever length it reads and finds out later that the bytes
 * are not there; this one compares every length with what is left first, so that five hostile bytes
 * cannot ask for gigabytes.
 */
final class FrameInput extends Input {

  private static final byte[] NONE = {};
  private static final char[] NO_CHARS = {};

  /** One large item must not make every pooled input large for ever. */
  private static final int LARGEST_KEPT_SCRATCH = 1 << 14;

  /** Where short texts lie while their last character is put right. */
  private final byte[] ascii = new byte[64];

  private byte[] scratch = NONE;

  FrameInput() {
    chars = NO_CHARS;
    buffer = NONE;
  }

  void bind(ByteBuffer source) {
    int length = source.remaining();
    if (source.hasArray()) {
      bind(source.array(), source.arrayOffset() + source.position(), length);
    } else {
      byte[] copy = scratch.length >= length ? scratch : new byte[Math.max(length, 512)];
      source.get(source.position(), copy, 0, length);
      bind(copy, 0, length);
      if (copy.length <= LARGEST_KEPT_SCRATCH) {
        scratch = copy;
      }
    }
  }

  private void bind(byte[] bytes, int from, int length) {
    if (bytes == buffer) {
      position = from;
      limit = from + length;
      total = 0;
    } else {
      setBuffer(bytes, from, length);
    }
  }

  /**
   * Forgets the source if it is large. A small one is likely to hold the next item too, and to set
   * the field costs more than to compare it.
   */
  void release() {
    if (buffer.length > LARGEST_KEPT_SCRATCH) {
      setBuffer(NONE, 0, 0);
    }
    if (chars.length > LARGEST_KEPT_SCRATCH) {
      chars = NO_CHARS;
    }
  }

  int remaining() {
    return limit - position;
  }

  /** Checks that the item took all of its bytes. */
  void requireEnd() {
    if (position != limit) {
      throw new KryoException(remaining() + " bytes are left over");
    }
  }

  /**
   * Checks a length that was read from the bytes.
   *
   * @param count how many values are announced
   * @param width how many bytes each of them takes at least
   */
  void requireRoomFor(int count, int width) {
    if (count < 0 || (long) count * width > remaining()) {
      throw new KryoBufferUnderflowException(
          "A length of "
              + Integer.toUnsignedString(count)
              + " is larger than the "
              + remaining()
              + " bytes that are left");
    }
  }

  @Override
  public void skip(int count) {
    requireRoomFor(count, 1);
    position += count;
  }

  @Override
  public byte[] readBytes(int length) {
    requireRoomFor(length, Byte.BYTES);
    return super.readBytes(length);
  }

  @Override
  public int[] readInts(int length) {
    requireRoomFor(length, Integer.BYTES);
    return super.readInts(length);
  }

  @Override
  public int[] readInts(int length, boolean optimizePositive) {
    requireRoomFor(length, 1);
    return super.readInts(length, optimizePositive);
  }

  @Override
  public long[] readLongs(int length) {
    requireRoomFor(length, Long.BYTES);
    return super.readLongs(length);
  }

  @Override
  public long[] readLongs(int length, boolean optimizePositive) {
    requireRoomFor(length, 1);
    return super.readLongs(length, optimizePositive);
  }

  @Override
  public float[] readFloats(int length) {
    requireRoomFor(length, Float.BYTES);
    return super.readFloats(length);
  }

  @Override
  public double[] readDoubles(int length) {
    requireRoomFor(length, Double.BYTES);
    return super.readDoubles(length);
  }

  @Override
  public short[] readShorts(int length) {
    requireRoomFor(length, Short.BYTES);
    return super.readShorts(length);
  }

  @Override
  public char[] readChars(int length) {
    requireRoomFor(length, Character.BYTES);
    return super.readChars(length);
  }

  @Override
  public boolean[] readBooleans(int length) {
    requireRoomFor(length, 1);
    return super.readBooleans(length);
  }

  @Override
  public @Nullable StringBuilder readStringBuilder() {
    String text = readString();
    return text == null ? null : new StringBuilder(text);
  }

  /**
   * Reads what {@code Output.writeString} and {@code writeAscii} wrote. Kryo's own reader allocates
   * the announced length and lets malformed bytes show what an earlier item left in its buffer.
   */
  @Override
  public @Nullable String readString() {
    requireRoomFor(1, 1);
    if (buffer[position] >= 0) {
      return readAscii();
    }
    int lengthPlusOne = readVarIntFlag(true);
    if (lengthPlusOne == 0) {
      return null;
    }
    int length = lengthPlusOne - 1;
    requireRoomFor(length, 1);
    return readUtf8(length);
  }

  /** Characters below 128, of which the last one has the high bit set. */
  private String readAscii() {
    byte[] bytes = buffer;
    int start = position;
    int last = start;
    while (last < limit && bytes[last] >= 0) {
      last++;
    }
    if (last == limit) {
      throw new KryoBufferUnderflowException("A text has no end");
    }
    int length = last - start + 1;
    byte[] text = length <= ascii.length ? ascii : new byte[length];
    System.arraycopy(bytes, start, text, 0, length);
    text[length - 1] &= 0x7F;
    position = last + 1;
    return new String(text, 0, length, ISO_8859_1);
  }

  private String readUtf8(int length) {
    byte[] bytes = buffer;
    int start = position;
    int end = start;
    while (end < start + length && bytes[end] >= 0) {
      end++;
    }
    if (end == start + length) {
      position = end;
      return new String(bytes, start, length, ISO_8859_1);
    }
    if (chars.length < length) {
      chars = new char[length];
    }
    for (int i = 0; i < length; i++) {
      chars[i] = readUtf8Char();
    }
    return new String(chars, 0, length);
  }

  /** Kryo's UTF-8 is of single chars, each half of a surrogate pair by itself. */
  private char readUtf8Char() {
    int first = readByte();
    if (first >= 0) {
      return (char) first;
    }
    if ((first & 0xE0) == 0xC0) {
      return (char) ((first & 0x1F) << 6 | readContinuation());
    }
    if ((first & 0xF0) == 0xE0) {
      int second = readContinuation();
      return (char) ((first & 0x0F) << 12 | second << 6 | readContinuation());
    }
    throw new KryoException("A text is malformed");
  }

  private int readContinuation() {
    int next = readByte();
    if ((next & 0xC0) != 0x80) {
      throw new KryoException("A text is malformed");
    }
    return next & 0x3F;
  }
}
