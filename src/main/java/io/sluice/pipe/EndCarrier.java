package io.sluice.pipe;

import io.sluice.PeerLostException;
import io.sluice.QueueClosedException;
import io.sluice.queue.EngineQueue;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/** Behind a pipe's subscriber: carries the publisher's end, once all is accepted, to the reader. */
final class EndCarrier implements CoreSubscriber<Void> {
  private final EngineQueue<?> messages;

  EndCarrier(EngineQueue<?> messages) {
    this.messages = messages;
  }

  @Override
  public Context currentContext() {
    return Context.empty();
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    // Only its end is of interest.
  }

  @Override
  public void onNext(Void nothing) {
    // There is none.
  }

  @Override
  public void onError(Throwable failure) {
    if (failure instanceof PeerLostException) {
      Operators.onErrorDropped(failure, currentContext());
      return;
    }
    try {
      messages.fail(failure);
    } catch (QueueClosedException e) {
      // The handle is closed: the pipe was completed by that.
    }
  }

  @Override
  public void onComplete() {
    try {
      messages.complete();
    } catch (QueueClosedException e) {
      // The handle is closed: the pipe was completed by that.
    }
  }
}
