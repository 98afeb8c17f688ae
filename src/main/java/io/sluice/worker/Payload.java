package io.sluice.worker;

import io.sluice.ItemTooLargeException;
import io.sluice.codec.Codec;
import io.sluice.codec.KryoCodec;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Arguments, results and reports as bytes. */
final class Payload {
  private static final int FIRST_BYTES = 1 << 10;
  private static final int LARGE = 1 << 20;

  private Payload() {}

  /**
   * The codec for those who chose none: any class, by its name. The bytes come from this process's
   * own child, or its parent, only.
   */
  static Codec<Object> anyClass(ClassLoader loader) {
    return KryoCodec.builder(Object.class)
        .registrationRequired(false)
        .references(true)
        .classLoader(loader)
        .build();
  }

  /**
   * Encodes.
   *
   * @throws io.sluice.CodecException if it cannot be encoded
   * @throws ItemTooLargeException if it is longer than a message may be
   */
  static byte[] encode(Codec<Object> codec, Object item) {
    for (int size = FIRST_BYTES; ; size = larger(size)) {
      ByteBuffer target = ByteBuffer.allocate(size);
      try {
        codec.encode(item, target);
        return Arrays.copyOf(target.array(), target.position());
      } catch (BufferOverflowException e) {
        if (size == FrameCodec.MAX_BYTES) {
          throw new ItemTooLargeException(size, FrameCodec.MAX_BYTES);
        }
      }
    }
  }

  private static int larger(int size) {
    return (int) Math.min(FrameCodec.MAX_BYTES, (size < LARGE ? 4L : 2L) * size);
  }

  static Object decode(Codec<Object> codec, byte[] bytes) {
    return codec.decode(ByteBuffer.wrap(bytes));
  }
}
