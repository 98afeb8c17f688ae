package io.sluice.queue;

import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.reactivestreams.tck.SubscriberWhiteboxVerification.SubscriberPuppet;
import org.reactivestreams.tck.SubscriberWhiteboxVerification.WhiteboxSubscriberProbe;

/** A subscriber under test that tells the TCK's probe what it is told. */
public final class ProbedSubscriber implements Subscriber<Long> {
  private final Subscriber<Long> subscriber;
  private final WhiteboxSubscriberProbe<Long> probe;
  private final SubscriberPuppet puppet;
  private boolean subscribed;

  public ProbedSubscriber(
      Subscriber<Long> subscriber, WhiteboxSubscriberProbe<Long> probe, SubscriberPuppet puppet) {
    this.subscriber = subscriber;
    this.probe = probe;
    this.puppet = puppet;
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    subscriber.onSubscribe(subscription);
    // Of a second subscription the probe must not hear: the subscriber under test has to cancel it.
    if (!subscribed) {
      subscribed = true;
      probe.registerOnSubscribe(puppet);
    }
  }

  @Override
  public void onNext(Long item) {
    subscriber.onNext(item);
    probe.registerOnNext(item);
  }

  @Override
  public void onError(Throwable failure) {
    subscriber.onError(failure);
    probe.registerOnError(failure);
  }

  @Override
  public void onComplete() {
    subscriber.onComplete();
    probe.registerOnComplete();
  }
}
