package io.sluice.queue;

import io.sluice.codec.Codec;
import io.sluice.ring.Engine;

/**
 * What every receiver of a handle needs: where items are, how they are read, and when one has been
 * delivered too often.
 */
final class Receiving<T> {
  final Scope scope;
  final Engine engine;
  final Decoder<T> decoder;
  final DeadLetters deadLetters;
  private final int maxAttempts;

  Receiving(Scope scope, Codec<T> codec) {
    this.scope = scope;
    this.engine = scope.engine();
    this.decoder = new Decoder<>(codec);
    this.deadLetters = new DeadLetters(engine.settings());
    this.maxAttempts = engine.settings().maxAttempts();
  }

  /** Whether an item that was delivered so often may not be delivered again. */
  boolean isExhausted(int deliveries) {
    return maxAttempts > 0 && deliveries >= maxAttempts;
  }
}
