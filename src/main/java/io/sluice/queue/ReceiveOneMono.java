package io.sluice.queue;

import io.sluice.QueueEmptyException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

/**
 * The next item, for one subscriber. Hand-over, deadline and cancellation compete for it before it
 * is settled.
 */
final class ReceiveOneMono<T> extends Mono<T> {
  private static final ReceiveOptions ONE = ReceiveOptions.defaults().withMaxInFlight(1);

  private final Receiving<T> receiving;
  private final @Nullable Duration timeout;

  ReceiveOneMono(Receiving<T> receiving, @Nullable Duration timeout) {
    this.receiving = receiving;
    this.timeout = timeout;
  }

  @Override
  public void subscribe(CoreSubscriber<? super T> actual) {
    One one = new One(actual);
    new PlainSubscription<>(receiving, one, ONE, one::decide).start();
  }

  private final class One implements CoreSubscriber<T>, Subscription {
    private final CoreSubscriber<? super T> actual;
    private final AtomicBoolean decided = new AtomicBoolean();
    private final AtomicBoolean requested = new AtomicBoolean();
    private final Disposable.Swap timer = Disposables.swap();
    private @Nullable Subscription upstream;
    private boolean handedOver;

    One(CoreSubscriber<? super T> actual) {
      this.actual = actual;
    }

    /** Whoever is first: the hand-over, the deadline, the cancellation. */
    private boolean decide() {
      return !decided.getAndSet(true);
    }

    @Override
    public Context currentContext() {
      return actual.currentContext();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      upstream = subscription;
      actual.onSubscribe(this);
      if (timeout != null) {
        timer.update(
            Schedulers.parallel()
                .schedule(this::timeOut, Math.max(0, timeout.toNanos()), TimeUnit.NANOSECONDS));
      }
    }

    @Override
    public void request(long n) {
      Subscription subscription = upstream;
      if (subscription != null && !requested.getAndSet(true)) {
        subscription.request(1);
      }
    }

    @Override
    public void cancel() {
      timer.dispose();
      stop();
      decided.set(true);
    }

    private void stop() {
      Subscription subscription = upstream;
      if (subscription != null) {
        subscription.cancel();
      }
    }

    private void timeOut() {
      if (decide()) {
        stop();
        Duration waited = timeout == null ? Duration.ZERO : timeout;
        actual.onError(new QueueEmptyException(receiving.scope.address(), waited));
      }
    }

    @Override
    public void onNext(T item) {
      handedOver = true;
      timer.dispose();
      stop();
      actual.onNext(item);
      actual.onComplete();
    }

    @Override
    public void onError(Throwable failure) {
      timer.dispose();
      if (!handedOver && decide()) {
        actual.onError(failure);
      }
    }

    @Override
    public void onComplete() {
      timer.dispose();
      if (!handedOver && decide()) {
        actual.onComplete();
      }
    }
  }
}
