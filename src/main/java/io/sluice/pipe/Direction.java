package io.sluice.pipe;

import io.sluice.codec.Codec;
import io.sluice.queue.EngineQueue;
import io.sluice.ring.PipeEnds.Side;
import io.sluice.ring.QueueSettings;
import io.sluice.ring.SharedMemoryEngine;
import java.net.URI;

/** One way of a pipe, as its creator holds it: to open more handles on it, and to withdraw it. */
final class Direction<T> {
  private final URI address;
  private final Codec<T> codec;
  private final SharedMemoryEngine engine;

  Direction(URI address, Codec<T> codec, PipeSettings settings) {
    this.address = address;
    this.codec = codec;
    this.engine = settings.create(address, codec);
  }

  Codec<T> codec() {
    return codec;
  }

  /** One more handle. */
  SharedMemoryEngine open() {
    return SharedMemoryEngine.open(address, QueueSettings.Kind.PIPE, codec.fingerprint(), 0);
  }

  /** Nobody gets an end any more that nobody has. */
  void withdraw() {
    for (Side side : Side.values()) {
      boolean unused = engine.ends().withdraw(side);
    }
  }

  /** The creator's own handle. */
  void close() {
    EngineQueue.awaitGone(engine.close());
  }
}
