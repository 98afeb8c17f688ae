package io.sluice.queue;

import io.sluice.QueueEmptyException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
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

  /** Without a {@code timeout} it waits for ever; with none left it does not wait at all. */
  ReceiveOneMono(Receiving<T> receiving, @Nullable Duration timeout) {
    this.receiving = receiving;
    this.timeout = timeout;
  }

  @Override
  public void subscribe(CoreSubscriber<? super T> actual) {
    One one = new One(actual);
    Receiver.start(one, () -> new OneItem(receiving, one));
  }

  private boolean mayWait() {
    return timeout == null || Nanos.of(timeout) > 0;
  }

  private QueueEmptyException nothingCame() {
    return new QueueEmptyException(
        receiving.scope.address(), timeout == null ? Duration.ZERO : timeout);
  }

  private final class OneItem extends PlainSubscription<T> {
    private final One one;

    OneItem(Receiving<T> receiving, One one) {
      super(receiving, one, ONE);
      this.one = one;
    }

    @Override
    boolean mayHandOver() {
      return one.decide(Decision.HAND_OVER);
    }

    @Override
    @Nullable Throwable nothingThere() {
      return mayWait() ? null : nothingCame();
    }
  }

  /** What becomes of the subscription: whoever is first decides. */
  private enum Decision {
    HAND_OVER,
    TIME_OUT,
    CANCEL,
    END
  }

  private final class One implements CoreSubscriber<T>, Subscription {
    private final CoreSubscriber<? super T> actual;
    private final AtomicReference<@Nullable Decision> decision = new AtomicReference<>();
    private final Disposable.Swap timer = Disposables.swap();
    private @Nullable Subscription upstream;
    private boolean handedOver;

    One(CoreSubscriber<? super T> actual) {
      this.actual = actual;
    }

    /** Whether it is decided so, now or before. */
    boolean decide(Decision wanted) {
      return decision.compareAndSet(null, wanted) || decision.get() == wanted;
    }

    @Override
    public Context currentContext() {
      return actual.currentContext();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      upstream = subscription;
      actual.onSubscribe(this);
      if (timeout != null && mayWait()) {
        timer.update(
            Schedulers.parallel().schedule(this::timeOut, Nanos.of(timeout), TimeUnit.NANOSECONDS));
      }
    }

    @Override
    public void request(long n) {
      Subscription subscription = upstream;
      if (subscription != null) {
        subscription.request(n);
      }
    }

    @Override
    public void cancel() {
      timer.dispose();
      decide(Decision.CANCEL);
      stop();
    }

    private void stop() {
      Subscription subscription = upstream;
      if (subscription != null) {
        subscription.cancel();
      }
    }

    private void timeOut() {
      if (decide(Decision.TIME_OUT)) {
        stop();
        actual.onError(nothingCame());
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
      if (isEnd()) {
        actual.onError(failure);
      }
    }

    @Override
    public void onComplete() {
      if (isEnd()) {
        actual.onComplete();
      }
    }

    /** Also when it was to be handed over, and the closing of the handle came between. */
    private boolean isEnd() {
      timer.dispose();
      return !handedOver && (decide(Decision.END) || decide(Decision.HAND_OVER));
    }
  }
}
