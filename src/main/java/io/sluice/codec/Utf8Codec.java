package io.sluice.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.CodecException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CoderResult;

/**
 * Strict UTF-8. The JDK's fast conversions replace what is malformed, its strict ones are slow and
 * allocate; so the common case takes a fast one and the strict one decides whenever the fast one
 * may have replaced something.
 */
final class Utf8Codec implements Codec<String> {

  static final Utf8Codec INSTANCE = new Utf8Codec();

  /** What the JDK puts in the place of malformed bytes; it may also have been in the text. */
  private static final char REPLACEMENT = '\uFFFD';

  private Utf8Codec() {}

  @Override
  public void encode(String item, ByteBuffer target) {
    int length = item.length();
    if (target.isReadOnly()) {
      throw new ReadOnlyBufferException();
    }
    if (length > target.remaining()) {
      requireWellFormed(item);
      throw new BufferOverflowException();
    }
    int start = target.position();
    int ascii = target.hasArray() ? encodeAscii(item, target) : 0;
    if (ascii < length) {
      encodeStrictly(item, ascii, target, start);
    }
  }

  /** Copies the leading ASCII characters and returns how many there were. */
  private static int encodeAscii(String item, ByteBuffer target) {
    byte[] bytes = target.array();
    int start = target.arrayOffset() + target.position();
    int length = item.length();
    int i = 0;
    for (; i < length; i++) {
      char c = item.charAt(i);
      if (c >= 0x80) {
        break;
      }
      bytes[start + i] = (byte) c;
    }
    target.position(target.position() + i);
    return i;
  }

  private static void encodeStrictly(String item, int from, ByteBuffer target, int start) {
    CharBuffer chars = CharBuffer.wrap(item, from, item.length());
    CoderResult result = UTF_8.newEncoder().encode(chars, target, true);
    if (!result.isUnderflow()) {
      target.position(start);
      // An item that no buffer can hold must not be asked for again with a larger one.
      requireWellFormed(item);
      throw new BufferOverflowException();
    }
  }

  private static void requireWellFormed(String item) {
    for (int i = 0; i < item.length(); i++) {
      if (Character.isSurrogate(item.charAt(i))) {
        if (!Character.isSupplementaryCodePoint(item.codePointAt(i))) {
          throw new CodecException(
              "Cannot encode text as UTF-8: unpaired surrogate at index " + i,
              String.class.getName(),
              null);
        }
        i++;
      }
    }
  }

  @Override
  public String decode(ByteBuffer source) {
    String item = decodeReplacing(source);
    if (item.indexOf(REPLACEMENT) >= 0) {
      requireUtf8(source);
    }
    source.position(source.limit());
    return item;
  }

  private static String decodeReplacing(ByteBuffer source) {
    int length = source.remaining();
    if (source.hasArray()) {
      int offset = source.arrayOffset() + source.position();
      return new String(source.array(), offset, length, UTF_8);
    }
    byte[] bytes = new byte[length];
    source.get(source.position(), bytes);
    return new String(bytes, UTF_8);
  }

  private static void requireUtf8(ByteBuffer source) {
    try {
      UTF_8.newDecoder().decode(source.duplicate());
    } catch (CharacterCodingException e) {
      throw new CodecException(
          "Cannot decode text: the bytes are not UTF-8", String.class.getName(), e);
    }
  }

  @Override
  public String fingerprint() {
    return "utf8";
  }
}
