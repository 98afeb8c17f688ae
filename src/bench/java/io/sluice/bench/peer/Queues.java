package io.sluice.bench.peer;

import io.sluice.bench.Payload;
import io.sluice.bench.Run;
import io.sluice.codec.Codec;
import io.sluice.queue.SharedQueue;
import java.net.URI;
import java.nio.file.Path;

/**
 * Sluice's queues as its users make them: every setting at its default, except the sizes that the
 * case names.
 */
final class Queues {
  private static final String NAME = "queue";

  private Queues() {}

  static String create(Run run) {
    return create(run, run.spec().payload());
  }

  static <T> SharedQueue<T> open(Run run, Payload<T> payload) {
    return SharedQueue.open(URI.create(run.endpoint()), codec(payload));
  }

  static void complete(Run run) {
    open(run, run.spec().payload()).complete();
  }

  // The creator stays attached until its process ends: a consumer that opens by address is what the
  // case asks for.
  private static <T> String create(Run run, Payload<T> payload) {
    SharedQueue<T> queue =
        SharedQueue.builder(codec(payload))
            .name(NAME)
            .directory(Path.of(run.endpoint()))
            .maxSize(run.spec().maxSize())
            .itemSize(payload.bytes())
            .create();
    return queue.address().toString();
  }

  static <T> Codec<T> codec(Payload<T> payload) {
    if (payload.isRaw()) {
      @SuppressWarnings("unchecked") // T is byte[]
      Codec<T> bytes = (Codec<T>) Codec.bytes();
      return bytes;
    }
    return Codec.kryo(payload.type());
  }
}
