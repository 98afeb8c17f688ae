package io.sluice.queue;

import io.sluice.CodecException;
import io.sluice.codec.Codec;
import io.sluice.ring.Claim;
import io.sluice.ring.Engine;
import io.sluice.ring.TakeRun;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

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
    this.deadLetters = new DeadLetters(scope.address(), engine.settings());
    this.maxAttempts = engine.settings().maxAttempts();
  }

  /** Whether an item that was delivered so often may not be delivered again. */
  boolean isExhausted(int deliveries) {
    return maxAttempts > 0 && deliveries >= maxAttempts;
  }

  /** Whether the item may need a file, its own or the dead letters'. */
  boolean mayBlock(TakeRun run, int item) {
    return isExhausted(run.earlierDeliveries(item)) || isLarge(run.length(item));
  }

  /** Whether an item of so many bytes has a file of its own. */
  boolean isLarge(int length) {
    return length > engine.quickItemSize();
  }

  /** Whether what cannot be decoded is kept for somebody who looks into it. */
  boolean goesToDeadLetters(ReceiveOptions options) {
    return options.decodeFailure() == ReceiveOptions.DecodeFailure.DEAD_LETTER
        && deadLetters.exist();
  }

  /**
   * The item; null if it is nobody's to have: the dead letters have it, if there are any, and it is
   * to be settled. May block.
   *
   * @throws CodecException if it cannot be decoded, and is not for the dead letters
   * @throws LetterRefusedException if the dead letters do not accept it; it is to come back later
   */
  @Nullable T readOrBury(TakeRun run, int item, ReceiveOptions options) {
    if (isExhausted(run.earlierDeliveries(item))) {
      if (deadLetters.exist()) {
        bury(run, item);
      }
      return null;
    }
    try {
      return decoder.decode(run, item);
    } catch (CodecException e) {
      if (!goesToDeadLetters(options)) {
        throw e;
      }
      bury(run, item);
      return null;
    }
  }

  private void bury(TakeRun run, int item) {
    deadLetters.accept(DeadLetters.letter(run, item));
  }

  /**
   * An item that the dead letters do not accept: it counts as delivered and comes back after a
   * while, so that nobody is kept busy with it, nor from the items behind it.
   */
  void returnLater(Claim claim) {
    Duration delay = Backoff.after(claim.earlierDeliveries() + 1);
    new DelayedReturn(scope, claim).in(Nanos.of(delay));
  }
}
