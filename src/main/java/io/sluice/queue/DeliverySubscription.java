package io.sluice.queue;

import io.sluice.ring.Claim;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.CoreSubscriber;
import reactor.core.scheduler.Schedulers;

/** Hands out deliveries, and remembers those that are not settled, to put them back at the end. */
final class DeliverySubscription<T> extends ReceiveSubscription<T, Delivery<T>> {
  private final Set<Held> unsettled = ConcurrentHashMap.newKeySet();
  private final AtomicInteger count = new AtomicInteger();
  private volatile boolean over;

  DeliverySubscription(
      Receiving<T> receiving, CoreSubscriber<? super Delivery<T>> actual, ReceiveOptions options) {
    super(receiving, actual, options);
  }

  @Override
  int allowance() {
    return options.maxInFlight() - count.get();
  }

  @Override
  boolean settlesFirst() {
    return false;
  }

  @Override
  Delivery<T> output(int item, T decoded) {
    Held held = new Held(decoded, run.detach(item));
    count.incrementAndGet();
    unsettled.add(held);
    return held;
  }

  @Override
  void giveBackHandedOver() {
    over = true;
    unsettled.forEach(Held::nack);
  }

  private final class Held extends AtomicBoolean implements Delivery<T> {
    private static final long serialVersionUID = 1L;

    private final transient T value;
    private final transient Claim claim;

    Held(T value, Claim claim) {
      this.value = value;
      this.claim = claim;
    }

    @Override
    public T value() {
      return value;
    }

    @Override
    public int attempt() {
      return claim.earlierDeliveries() + 1;
    }

    @Override
    public void ack() {
      if (use()) {
        claim.settle();
        settled();
      }
    }

    @Override
    public void nack() {
      if (use()) {
        giveBack();
        settled();
      }
    }

    private void giveBack() {
      claim.giveBack(true);
    }

    @Override
    public void nack(Duration delay) {
      if (delay.isZero() || delay.isNegative()) {
        nack();
      } else if (use()) {
        new DelayedReturn(receiving.scope, claim).in(delay);
        settled();
      }
    }

    @Override
    public void reject() {
      if (use()) {
        if (receiving.deadLetters.exist()) {
          new DeadLetter<>(receiving, claim).send();
        } else {
          claim.settle();
        }
        settled();
      }
    }

    private boolean use() {
      return compareAndSet(false, true);
    }

    private void settled() {
      unsettled.remove(this);
      count.decrementAndGet();
      if (!over) {
        signal();
      }
    }
  }

  /** An item that waits for its return; the end of the handle ends the wait. */
  private static final class DelayedReturn extends AtomicBoolean implements Scope.Member {
    private static final long serialVersionUID = 1L;

    private final transient Scope scope;
    private final transient Claim claim;

    DelayedReturn(Scope scope, Claim claim) {
      this.scope = scope;
      this.claim = claim;
    }

    void in(Duration delay) {
      if (scope.enter(this)) {
        Schedulers.parallel().schedule(this::handleClosed, delay.toNanos(), TimeUnit.NANOSECONDS);
      } else {
        claim.giveBack(true);
      }
    }

    @Override
    public void handleClosed() {
      if (compareAndSet(false, true)) {
        claim.giveBack(true);
        scope.leave(this);
      }
    }
  }
}
