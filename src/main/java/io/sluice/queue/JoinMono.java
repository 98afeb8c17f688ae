package io.sluice.queue;

import io.sluice.ring.Engine;
import io.sluice.ring.Signal;
import io.sluice.ring.Waiter;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;

/** Completes when nothing accepted is unsettled. */
final class JoinMono extends Mono<Void> {
  private final Scope scope;

  JoinMono(Scope scope) {
    this.scope = scope;
  }

  @Override
  public void subscribe(CoreSubscriber<? super Void> actual) {
    Join join = new Join(scope, actual);
    if (scope.enter(join)) {
      actual.onSubscribe(join);
      join.begin();
    } else {
      Operators.error(actual, scope.handleClosed());
    }
  }

  private static final class Join extends Waiter implements Subscription, Scope.Member, Runnable {
    private final Scope scope;
    private final Engine engine;
    private final CoreSubscriber<? super Void> actual;
    // The subscriber has to know its subscription before anything else: onSubscribe is the first.
    private final AtomicInteger signals = new AtomicInteger(1);
    private volatile boolean asleep;
    private volatile boolean cancelled;
    private volatile boolean closed;
    private boolean over;

    Join(Scope scope, CoreSubscriber<? super Void> actual) {
      this.scope = scope;
      this.engine = scope.engine();
      this.actual = actual;
    }

    @Override
    protected void wake() {
      asleep = false;
      if (signals.getAndIncrement() == 0) {
        Schedulers.parallel().schedule(this);
      }
    }

    void begin() {
      run();
    }

    private void signal() {
      if (signals.getAndIncrement() == 0) {
        run();
      }
    }

    @Override
    public void request(long n) {
      // There is nothing to request: it completes without a value.
    }

    @Override
    public void cancel() {
      cancelled = true;
      signal();
    }

    @Override
    public void handleClosed() {
      closed = true;
      signal();
    }

    @Override
    public void run() {
      int seen = 1;
      do {
        if (!over) {
          look();
        }
        seen = signals.addAndGet(-seen);
      } while (seen != 0);
    }

    private void look() {
      try {
        boolean settled = engine.isSettled();
        while (!settled && !asleep && !cancelled && !closed) {
          asleep = true;
          engine.await(Signal.SETTLED, this);
          settled = engine.isSettled();
        }
        if (settled || cancelled || closed) {
          over();
        }
      } catch (RuntimeException e) {
        over = true;
        scope.leave(this);
        actual.onError(e);
      }
    }

    private void over() {
      over = true;
      engine.cancel(Signal.SETTLED, this);
      scope.leave(this);
      if (cancelled) {
        return;
      }
      if (closed) {
        actual.onError(scope.handleClosed());
      } else {
        actual.onComplete();
      }
    }
  }
}
