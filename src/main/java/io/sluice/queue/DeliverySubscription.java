package io.sluice.queue;

import io.sluice.ring.Claim;
import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.CoreSubscriber;

/** Hands out deliveries, and remembers those that are not settled, to put them back at the end. */
final class DeliverySubscription<T> extends ReceiveSubscription<T, Delivery<T>> {
  private final Set<Held> unsettled = ConcurrentHashMap.newKeySet();
  private final AtomicInteger held = new AtomicInteger();
  private volatile boolean over;
  private long handedOver;

  DeliverySubscription(
      Receiving<T> receiving, CoreSubscriber<? super Delivery<T>> actual, ReceiveOptions options) {
    super(receiving, actual, options);
  }

  @Override
  int allowance() {
    return options.maxInFlight() - held.get();
  }

  @Override
  boolean settlesFirst() {
    return false;
  }

  @Override
  Delivery<T> output(int item, T decoded) {
    Held delivery = new Held(decoded, run.detach(item), handedOver++);
    held.incrementAndGet();
    unsettled.add(delivery);
    return delivery;
  }

  @Override
  void giveBackHandedOver() {
    over = true;
    unsettled.stream().sorted(Comparator.comparingLong(one -> one.number)).forEach(Held::end);
  }

  private final class Held extends AtomicBoolean implements Delivery<T> {
    private static final long serialVersionUID = 1L;

    private final transient T value;
    private final transient Claim claim;
    private final transient long number;

    Held(T value, Claim claim, long number) {
      this.value = value;
      this.claim = claim;
      this.number = number;
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
        settle();
      }
    }

    /** At once, whatever the item's size: its file, if it has one, is deleted elsewhere. */
    private void settle() {
      claim.settle();
      settled();
    }

    @Override
    public void nack() {
      nack(Duration.ZERO);
    }

    @Override
    public void nack(Duration delay) {
      long nanos = Nanos.of(delay);
      if (receiving.isExhausted(attempt())) {
        reject();
      } else if (nanos == 0) {
        end();
      } else if (use()) {
        new DelayedReturn(receiving.scope, claim).in(nanos);
        settled();
      }
    }

    /** Goes back as it is; whoever claims an item that was delivered too often buries it. */
    private void end() {
      if (use()) {
        claim.giveBack(true);
        settled();
      }
    }

    @Override
    public void reject() {
      if (use()) {
        if (receiving.deadLetters.exist()) {
          new DeadLetter<>(receiving, claim, actual.currentContext()).send();
          settled();
        } else {
          settle();
        }
      }
    }

    private boolean use() {
      return compareAndSet(false, true);
    }

    private void settled() {
      unsettled.remove(this);
      held.decrementAndGet();
      if (!over) {
        signal();
      }
    }
  }
}
