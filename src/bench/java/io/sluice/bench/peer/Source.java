package io.sluice.bench.peer;

import io.sluice.bench.Payload;
import io.sluice.bench.Run;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Operators;

/**
 * Items as they are requested, in a loop, until the run is over: what the other peers' senders do
 * too. For one subscriber, which requests on one thread at a time.
 */
final class Source<T> implements Publisher<T>, Subscription {
  private final Run run;
  private final Payload<T> payload;
  private Subscriber<? super T> subscriber = Operators.emptySubscriber();
  private long requested;
  private boolean emitting;
  private boolean ended;
  private long next;

  Source(Run run, Payload<T> payload) {
    this.run = run;
    this.payload = payload;
  }

  @Override
  public void subscribe(Subscriber<? super T> actual) {
    subscriber = actual;
    actual.onSubscribe(this);
  }

  /** Also from within {@code onNext}: the outermost call emits. */
  @Override
  public void request(long items) {
    requested = Operators.addCap(requested, items);
    if (!emitting) {
      emitting = true;
      emit();
      emitting = false;
    }
  }

  private void emit() {
    while (requested > 0 && !ended) {
      requested--;
      if (run.stopped()) {
        ended = true;
        subscriber.onComplete();
      } else {
        T item = payload.create().apply(next++);
        run.meter().add(payload.id().applyAsLong(item));
        subscriber.onNext(item);
      }
    }
  }

  @Override
  public void cancel() {
    ended = true;
  }
}
