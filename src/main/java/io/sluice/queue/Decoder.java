package io.sluice.queue;

import io.sluice.CodecException;
import io.sluice.codec.Codec;
import io.sluice.ring.TakeRun;
import java.nio.ByteBuffer;

/** Decodes claimed items; whatever the codec throws is a {@link CodecException}. Thread-safe. */
final class Decoder<T> {
  private final Codec<T> codec;

  Decoder(Codec<T> codec) {
    this.codec = codec;
  }

  T decode(TakeRun run, int item) {
    ByteBuffer payload = run.payload(item);
    try {
      T decoded = codec.decode(payload);
      if (decoded == null) {
        throw new CodecException("the codec decoded an item to null", null, null);
      }
      return decoded;
    } catch (Throwable e) {
      throw CodecFailures.of("cannot decode an item", null, e);
    }
  }
}
