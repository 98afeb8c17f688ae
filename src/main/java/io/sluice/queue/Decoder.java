package io.sluice.queue;

import io.sluice.CodecException;
import io.sluice.codec.Codec;
import io.sluice.ring.TakeRun;
import java.nio.ByteBuffer;
import reactor.core.Exceptions;

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
    } catch (CodecException e) {
      throw e;
    } catch (Throwable e) {
      if (!(e instanceof StackOverflowError)) {
        Exceptions.throwIfJvmFatal(e);
      }
      throw new CodecException("cannot decode an item: " + e, null, e);
    }
  }
}
