package io.sluice.queue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;

/**
 * One subscription of {@code send} that waits for room. Whoever takes it out of the list ends it,
 * so it ends once.
 */
final class SendCall extends Chain.Link<SendCall> implements Subscription {
  private static final AtomicReferenceFieldUpdater<SendCall, Disposable> DEADLINE =
      AtomicReferenceFieldUpdater.newUpdater(SendCall.class, Disposable.class, "deadline");

  private final PendingSends sends;
  private final CoreSubscriber<? super Void> actual;
  private static final byte[] NOTHING = {};

  // Only the drain reads it, and it is not read any more once it is accepted.
  private byte[] item;
  private final boolean large;
  private final @Nullable Duration timeout;

  @SuppressWarnings("UnusedVariable") // By DEADLINE.
  private volatile @Nullable Disposable deadline;

  private volatile boolean cancelled;

  // Guarded by the list.
  private boolean underWay;
  private boolean expired;

  SendCall(
      PendingSends sends,
      CoreSubscriber<? super Void> actual,
      byte[] item,
      @Nullable Duration timeout) {
    this.sends = sends;
    this.actual = actual;
    this.item = item;
    this.large = sends.isLarge(item);
    this.timeout = timeout;
  }

  byte[] item() {
    return item;
  }

  boolean isLarge() {
    return large;
  }

  /** Whether it may try, but not wait. */
  boolean isOnceOnly() {
    return timeout != null && Nanos.of(timeout) == 0;
  }

  /** Whether it is to fail if there is no room now. */
  boolean isOverdue() {
    return expired || isOnceOnly();
  }

  /** Its deadline came while it was under way. */
  void setExpired() {
    expired = true;
  }

  /** Whether the engine has it, and may accept it. */
  boolean isUnderWay() {
    return underWay;
  }

  void setUnderWay(boolean now) {
    underWay = now;
  }

  boolean isCancelled() {
    return cancelled;
  }

  /** Waits for room; at the deadline it fails. */
  void begin() {
    actual.onSubscribe(this);
    sends.add(this);
    if (timeout != null && !isOnceOnly()) {
      Disposable timer =
          Schedulers.parallel().schedule(this::timeOut, Nanos.of(timeout), TimeUnit.NANOSECONDS);
      if (!DEADLINE.compareAndSet(this, null, timer)) {
        timer.dispose();
      }
    }
  }

  private void timeOut() {
    if (sends.expire(this)) {
      fail(sends.full());
    }
  }

  @Override
  public void request(long n) {
    // There is nothing to request: it completes without a value.
  }

  @Override
  public void cancel() {
    cancelled = true;
    sends.remove(this);
    stopTimer();
  }

  void accepted() {
    item = NOTHING;
    stopTimer();
    try {
      actual.onComplete();
    } catch (RuntimeException e) {
      Operators.onErrorDropped(e, actual.currentContext());
    }
  }

  void fail(Throwable why) {
    stopTimer();
    try {
      actual.onError(why);
    } catch (RuntimeException e) {
      Operators.onErrorDropped(e, actual.currentContext());
    }
  }

  private void stopTimer() {
    Disposable timer = DEADLINE.getAndSet(this, Disposables.disposed());
    if (timer != null) {
      timer.dispose();
    }
  }
}
