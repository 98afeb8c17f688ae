package io.sluice.sync;

import io.sluice.ring.Claim;
import io.sluice.ring.Waiter;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

/** Runs a Mono while a permit is held; waits for the permit on no thread. */
final class GuardedMono<R> extends Mono<R> {
  private final Permits permits;
  private final Mono<R> guarded;

  GuardedMono(Permits permits, Mono<R> guarded) {
    this.permits = permits;
    this.guarded = guarded;
  }

  @Override
  public void subscribe(CoreSubscriber<? super R> actual) {
    new Guard(actual).begin();
  }

  /**
   * One subscription. Exactly one of a permit, a cancellation and the handle's end takes it out of
   * WAITING; and whoever takes it out of HOLDING releases the permit, before anybody is told.
   */
  private final class Guard extends Waiter implements CoreSubscriber<R>, Subscription, Runnable {
    private final CoreSubscriber<? super R> actual;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private final AtomicInteger signals = new AtomicInteger();
    private final AtomicReference<@Nullable Subscription> inner = new AtomicReference<>();
    private final AtomicInteger emission = new AtomicInteger();
    private final Runnable onClose = this::handleClosed;
    private volatile boolean asleep;
    private volatile @Nullable Claim claim;
    private @Nullable R value;

    Guard(CoreSubscriber<? super R> actual) {
      this.actual = actual;
    }

    @Override
    public Context currentContext() {
      return actual.currentContext();
    }

    void begin() {
      actual.onSubscribe(this);
      permits.onClose(onClose);
      if (state.get() != State.WAITING) {
        // Cancelled from within onSubscribe, before there was anything to take out again.
        permits.removeOnClose(onClose);
      }
      signals.incrementAndGet();
      run();
    }

    // --- waiting for the permit
    // -----------------------------------------------------------------------------------

    @Override
    protected void wake() {
      asleep = false;
      if (signals.getAndIncrement() == 0) {
        Schedulers.parallel().schedule(this);
      }
    }

    @Override
    public void run() {
      int seen = 1;
      do {
        try {
          look();
        } catch (RuntimeException e) {
          fail(e);
        }
        seen = signals.addAndGet(-seen);
      } while (seen != 0);
    }

    private void look() {
      if (state.get() != State.WAITING) {
        return;
      }
      Claim permit = permits.tryAcquire();
      while (permit == null && !asleep && state.get() == State.WAITING) {
        asleep = true;
        permits.await(this);
        permit = permits.tryAcquire();
      }
      if (permit != null) {
        permits.cancel(this);
        hold(permit);
      } else if (state.get() != State.WAITING) {
        leave();
      }
    }

    private void hold(Claim permit) {
      claim = permit;
      if (state.compareAndSet(State.WAITING, State.HOLDING)) {
        permits.removeOnClose(onClose);
        subscribeGuarded();
      } else {
        permits.release(permit);
      }
    }

    /** A publisher that throws instead of signalling must not keep the permit. */
    private void subscribeGuarded() {
      try {
        guarded.subscribe(this);
      } catch (Throwable e) {
        onError(e);
        Exceptions.throwIfFatal(e);
      }
    }

    /** Woken, perhaps, and not trying again: the next one shall. */
    private void leave() {
      permits.removeOnClose(onClose);
      if (!permits.cancel(this)) {
        permits.passOn();
      }
    }

    private void handleClosed() {
      fail(permits.closedException());
    }

    private void fail(Throwable why) {
      if (state.compareAndSet(State.WAITING, State.OVER)) {
        leave();
        actual.onError(why);
      }
    }

    // --- from downstream
    // ------------------------------------------------------------------------------------------

    @Override
    public void request(long n) {
      if (Operators.validate(n)) {
        emit(REQUESTED);
      }
    }

    @Override
    public void cancel() {
      if (state.compareAndSet(State.WAITING, State.OVER)) {
        leave();
      } else if (release()) {
        Subscription running = inner.getAndSet(Operators.cancelledSubscription());
        if (running != null) {
          running.cancel();
        }
      }
    }

    private boolean release() {
      Claim permit = claim;
      if (permit == null || !state.compareAndSet(State.HOLDING, State.OVER)) {
        return false;
      }
      permits.release(permit);
      return true;
    }

    // --- from the guarded Mono
    // ------------------------------------------------------------------------------------

    @Override
    public void onSubscribe(Subscription subscription) {
      if (inner.compareAndSet(null, subscription)) {
        subscription.request(Long.MAX_VALUE);
      } else {
        subscription.cancel();
      }
    }

    @Override
    public void onNext(R result) {
      value = result;
    }

    @Override
    public void onError(Throwable why) {
      if (release()) {
        actual.onError(why);
      } else {
        Operators.onErrorDropped(why, currentContext());
      }
    }

    @Override
    public void onComplete() {
      if (!release()) {
        return;
      }
      if (value == null) {
        actual.onComplete();
      } else {
        emit(COMPLETED);
      }
    }

    /** The value goes on when it is there and was requested, whichever is second. */
    private void emit(int fact) {
      int before = emission.getAndAccumulate(fact, (facts, added) -> facts | added);
      R result = value;
      if (before != (REQUESTED | COMPLETED)
          && (before | fact) == (REQUESTED | COMPLETED)
          && result != null) {
        actual.onNext(result);
        actual.onComplete();
      }
    }
  }

  private static final int REQUESTED = 1;
  private static final int COMPLETED = 2;

  private enum State {
    WAITING,
    HOLDING,
    OVER
  }
}
