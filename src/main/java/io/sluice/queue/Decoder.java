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

  @SuppressWarnings("unchecked") // Raw bytes are what the codec of raw bytes makes of them.
  T decode(TakeRun run, int item) {
    byte[] owned = codec == Codec.bytes() ? run.owned(item) : null;
    if (owned != null) {
      return (T) owned;
    }
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
