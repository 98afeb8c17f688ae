package io.sluice.codec;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Codecs used as the queue uses them: with a larger target whenever one was too small. */
final class Encoded {

  private Encoded() {}

  static <T> byte[] encode(Codec<T> codec, T item) {
    for (int size = 64; ; size *= 2) {
      ByteBuffer target = ByteBuffer.allocate(size);
      try {
        codec.encode(item, target);
        return Arrays.copyOf(target.array(), target.position());
      } catch (BufferOverflowException e) {
        if (size > 1 << 28) {
          throw new AssertionError("No target is large enough for " + item.getClass(), e);
        }
      }
    }
  }

  static <T> T decode(Codec<T> codec, byte[] bytes) {
    return codec.decode(ByteBuffer.wrap(bytes));
  }

  static <T> T roundTrip(Codec<T> codec, T item) {
    return decode(codec, encode(codec, item));
  }
}
