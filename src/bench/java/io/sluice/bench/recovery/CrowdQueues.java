package io.sluice.bench.recovery;

import io.sluice.codec.Codec;
import io.sluice.queue.SharedQueue;
import java.net.URI;
import java.nio.file.Path;

/** Sluice's queue for a crowd: small enough to be full, or empty, at many an instant. */
final class CrowdQueues {
  private static final int MAX_SIZE = 64;

  private CrowdQueues() {}

  static String create(String workspace) {
    return SharedQueue.builder(Codec.bytes())
        .directory(Path.of(workspace))
        .name("queue")
        .maxSize(MAX_SIZE)
        .create()
        .address()
        .toString();
  }

  static SharedQueue<byte[]> open(String endpoint) {
    return SharedQueue.open(URI.create(endpoint), Codec.bytes());
  }
}
