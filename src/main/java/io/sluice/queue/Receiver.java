package io.sluice.queue;

import io.sluice.QueueClosedException;
import io.sluice.ring.Engine;
import io.sluice.ring.TakeRun;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.publisher.Operators;

/**
 * A subscription to a queue's items as other threads see it: its demand, the run of items that it
 * has claimed, and the ways in which it ends, after which what it has claimed goes back at once,
 * whatever its drain is doing.
 *
 * <p>A subscriber may be slow, and be cancelled meanwhile: then the canceller gives back the rest
 * of the run, by the {@link Lease}.
 *
 * @param <O> what is handed over
 */
abstract class Receiver<O> extends Drain implements Subscription, Scope.Member, Engine.Answer {
  @SuppressWarnings("rawtypes")
  private static final AtomicLongFieldUpdater<Receiver> REQUESTED =
      AtomicLongFieldUpdater.newUpdater(Receiver.class, "requested");

  final CoreSubscriber<? super O> actual;
  final TakeRun run;
  private final Scope scope;
  // The drain until it is over, and threads that give back for it: the last one leaves the scope.
  private final AtomicInteger holders = new AtomicInteger(1);
  private volatile long requested;
  private volatile boolean cancelled;
  private volatile boolean closed;
  private volatile @Nullable Throwable broken;

  // By the lease: the run, of which `next` to `count` is still to be dealt with.
  private final Lease lease = new Lease();
  int next;
  int count;

  Receiver(Scope scope, CoreSubscriber<? super O> actual, ReceiveOptions options) {
    super(scope.engine(), options.scheduler());
    this.scope = scope;
    this.actual = actual;
    boolean made = false;
    try {
      this.run = scope.engine().takeRun(Math.min(RunLength.LONGEST, options.maxInFlight()), this);
      made = true;
    } finally {
      if (!made) {
        disposeWorker();
      }
    }
  }

  /** Gives back what was handed over but not settled, in order. On any thread, more than once. */
  abstract void giveBackHandedOver();

  /** In the drain, once: gives back whatever is claimed and waits for nothing any more. */
  abstract void letGo();

  /** Whether {@link #over} was called. In the drain. */
  abstract boolean isOver();

  /**
   * Makes a subscription and starts it. A handle whose JVM has left the queue has no run to give,
   * which is told as every failure is: subscribing does not throw.
   */
  static void start(CoreSubscriber<?> actual, Supplier<? extends Receiver<?>> subscription) {
    Receiver<?> made;
    try {
      made = subscription.get();
    } catch (QueueClosedException e) {
      Operators.error(actual, e);
      return;
    }
    made.start();
  }

  private void start() {
    if (scope.enter(this)) {
      // The subscriber has to know its subscription before anything else.
      actual.onSubscribe(this);
      // Also without demand: it may be over.
      begin();
    } else {
      disposeWorker();
      Operators.error(actual, scope.handleClosed());
    }
  }

  // --- from any thread
  // --------------------------------------------------------------------------------------------

  @Override
  public final void request(long n) {
    if (n <= 0) {
      broken =
          new IllegalArgumentException(
              "§3.9 violated: positive request amount required but it was " + n);
      signal();
    } else {
      Operators.addCap(REQUESTED, this, n);
      signalAndWork();
    }
  }

  @Override
  public final void cancel() {
    holders.incrementAndGet();
    cancelled = true;
    giveUp();
  }

  @Override
  public final void handleClosed() {
    holders.incrementAndGet();
    closed = true;
    giveUp();
  }

  /** Held before it is seen to be over: so the drain leaves the claims to this thread. */
  private void giveUp() {
    try {
      returnClaims();
    } finally {
      leave();
      signal();
    }
  }

  /**
   * What is claimed goes back at once, though the drain may be inside the subscriber, or kept from
   * running by its scheduler.
   */
  private void returnClaims() {
    try {
      giveBackHandedOver();
    } catch (RuntimeException e) {
      broken = e;
    }
    if (lease.takeOver()) {
      try {
        giveBackRun();
      } catch (RuntimeException e) {
        broken = e;
      }
      if (lease.handBack()) {
        goOn();
      }
    }
  }

  final void giveBackRun() {
    int from = next;
    next = count;
    for (int item = from; item < count; item++) {
      run.giveBack(item, false);
    }
  }

  private void leave() {
    if (holders.decrementAndGet() == 0) {
      scope.leave(this);
    }
  }

  @Override
  final void abandoned() {
    cancelled = true;
  }

  /** It ends with a failure. An engine's answer may bring one, on any thread; then signal. */
  final void breakWith(Throwable failure) {
    broken = failure;
  }

  // --- in the drain
  // -----------------------------------------------------------------------------------------------

  final long requested() {
    return requested;
  }

  /** So many items were handed over. */
  final void produced(long items) {
    Operators.produced(REQUESTED, this, items);
  }

  /** Whether it is not to go on: cancelled, its handle closed, or broken. */
  final boolean isToEnd() {
    return cancelled || closed || broken != null;
  }

  final boolean isCancelled() {
    return cancelled;
  }

  /** The subscriber wants no more, as it said when it was asked. */
  final void cancelledInTheEnd() {
    cancelled = true;
  }

  /** Ends it, unless another thread is giving back: that one is left to it, and signals then. */
  final void endUndisturbed() {
    if (holders.get() == 1) {
      over();
    }
  }

  @Override
  final void failed(Throwable failure) {
    if (isOver()) {
      Operators.onErrorDropped(failure, actual.currentContext());
    } else {
      broken = failure;
      over();
    }
  }

  /**
   * Calls the subscriber while other threads may give back the rest of the run.
   *
   * @return whether the drain is to go on; if not it must touch nothing
   */
  final boolean emitLending(O output) {
    lease.lend();
    Throwable thrown = null;
    try {
      if (cancelled || closed) {
        returnClaims();
      }
      actual.onNext(output);
    } catch (Throwable e) {
      thrown = e;
      broken = e;
    }
    if (!lease.takeBack()) {
      return false;
    }
    if (thrown != null) {
      Exceptions.throwIfFatal(thrown);
    }
    return true;
  }

  final void over() {
    if (isOver()) {
      return;
    }
    try {
      letGo();
    } finally {
      leave();
      disposeWorker();
      tellEnd();
    }
  }

  private void tellEnd() {
    if (cancelled) {
      return;
    }
    Throwable failure = closed ? scope.handleClosed() : broken;
    if (failure == null) {
      failure = scope.failure();
    }
    if (failure == null) {
      actual.onComplete();
    } else {
      actual.onError(failure);
    }
  }
}
