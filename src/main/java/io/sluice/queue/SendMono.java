package io.sluice.queue;

import io.sluice.ring.Engine;
import io.sluice.ring.PutRun;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/**
 * One item to be accepted: at once if there is room and nobody waits, else by the list of those who
 * wait.
 */
final class SendMono<T> extends Mono<Void> {
  private static final Engine.Answer NO_ANSWER = (result, failure) -> {};

  private final Scope scope;
  private final PendingSends sends;
  private final Encoder<T> encoder;
  private final T item;
  private final @Nullable Duration timeout;

  SendMono(
      Scope scope, PendingSends sends, Encoder<T> encoder, T item, @Nullable Duration timeout) {
    this.scope = scope;
    this.sends = sends;
    this.encoder = encoder;
    this.item = item;
    this.timeout = timeout;
  }

  @Override
  public void subscribe(CoreSubscriber<? super Void> actual) {
    PutRun run = encoder.run();
    try {
      scope.check();
      encoder.encode(item, run);
      int result = mayTryNow(run) ? scope.engine().put(run, NO_ANSWER) : Engine.NONE;
      if (result > 0) {
        Operators.complete(actual);
      } else if (result == Engine.CLOSED) {
        Operators.error(actual, scope.ended());
      } else {
        new SendCall(sends, actual, run.removeLast(), timeout).begin();
      }
    } catch (RuntimeException e) {
      Operators.error(actual, e);
    } finally {
      encoder.release(run);
    }
  }

  /** Not past those who wait already; not where it would block. */
  private boolean mayTryNow(PutRun run) {
    return scope.engine().answersQuickItemsAtOnce()
        && run.lastLength() <= scope.engine().quickItemSize()
        && sends.isEmpty();
  }
}
