package io.sluice.pipe;

import io.sluice.SluiceException;
import java.util.Objects;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/** Uses the writing end at its subscription; everything else is the sender's. */
final class CarryingSubscriber<T> implements CoreSubscriber<T> {
  private final Ownership ownership;
  private final CoreSubscriber<T> sender;

  CarryingSubscriber(Ownership ownership, CoreSubscriber<T> sender) {
    this.ownership = ownership;
    this.sender = sender;
  }

  @Override
  public Context currentContext() {
    return sender.currentContext();
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    Objects.requireNonNull(subscription, "subscription");
    try {
      ownership.use();
    } catch (SluiceException e) {
      subscription.cancel();
      Operators.onErrorDropped(e, currentContext());
      return;
    }
    sender.onSubscribe(subscription);
  }

  @Override
  public void onNext(T message) {
    sender.onNext(message);
  }

  @Override
  public void onError(Throwable failure) {
    sender.onError(failure);
  }

  @Override
  public void onComplete() {
    sender.onComplete();
  }
}
