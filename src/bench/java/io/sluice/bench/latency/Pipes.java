package io.sluice.bench.latency;

import io.sluice.codec.Codec;
import io.sluice.pipe.PipeEnd;
import io.sluice.pipe.SharedPipe;
import java.net.URI;
import java.nio.file.Path;

/** Sluice's pipes, with every setting at its default. */
final class Pipes {
  private Pipes() {}

  static SharedPipe<byte[], byte[]> create(String workspace) {
    return SharedPipe.builder(Codec.bytes(), Codec.bytes())
        .directory(Path.of(workspace))
        .name("pipe")
        .create();
  }

  static PipeEnd<byte[], byte[]> open(String endpoint) {
    return PipeEnd.open(URI.create(endpoint), Codec.bytes(), Codec.bytes());
  }
}
