package io.sluice.queue;

import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * What is behind a queue's subscriber: nobody, so that an error can only be dropped where Reactor
 * drops errors.
 */
final class ProducerEnd implements CoreSubscriber<Void> {
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
    Operators.onErrorDropped(failure, currentContext());
  }

  @Override
  public void onComplete() {
    // The queue goes on: only this producer has ended.
  }
}
