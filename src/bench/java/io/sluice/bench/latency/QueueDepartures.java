package io.sluice.bench.latency;

import io.sluice.codec.Codec;
import io.sluice.queue.SharedQueue;
import java.net.URI;
import java.nio.file.Path;

/** Sluice's sending side, the same for all ways to receive, and the queue itself. */
final class QueueDepartures {
  private static final int MAX_SIZE = 1024;

  private QueueDepartures() {}

  static SharedQueue<byte[]> create(String workspace) {
    return SharedQueue.builder(Codec.bytes())
        .directory(Path.of(workspace))
        .name("queue")
        .maxSize(MAX_SIZE)
        .create();
  }

  static Route.Departures open(String endpoint) {
    return SharedQueue.open(URI.create(endpoint), Codec.bytes())::put;
  }
}
