package io.sluice.process;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;

/**
 * One reader of a {@link LineLog}. Whoever changes something (a line, the end, demand, a cancel)
 * calls {@link #wake} after the change; the first wake since the reader came to rest schedules
 * {@link #drain}, the others add to {@link #missed} and so make it look again. Only the drain calls
 * the subscriber, so signals are serial and never come on the thread that reads the child's pipe.
 */
final class LineSubscription implements Subscription {

  /** How far a reader may fall behind before it loses the oldest lines. */
  static final int MAX_PENDING_LINES = 8_192;

  /** From here on a reader is in danger of losing lines. */
  private static final int CROWDED = MAX_PENDING_LINES / 2;

  private static final long PATIENCE_PER_LINE_NANOS = 20_000;
  private static final long MAX_PATIENCE_NANOS = 200_000_000;

  private static final AtomicLongFieldUpdater<LineSubscription> REQUESTED =
      AtomicLongFieldUpdater.newUpdater(LineSubscription.class, "requested");

  private final CoreSubscriber<? super String> actual;
  private final LineLog log;
  private final Scheduler scheduler;
  private final AtomicInteger missed = new AtomicInteger();
  private volatile long requested;
  private volatile boolean ended;
  private volatile boolean cancelled;

  /** Guarded by itself. */
  private final LineBuffer pending = new LineBuffer(MAX_PENDING_LINES);

  /** Guarded by {@link #pending}. How long the writer may still wait for this reader. */
  private long patienceNanos;

  /** Guarded by {@link #pending}. */
  private boolean hasAsked;

  LineSubscription(CoreSubscriber<? super String> actual, LineLog log, Scheduler scheduler) {
    this.actual = actual;
    this.log = log;
    this.scheduler = scheduler;
  }

  void preload(LineBuffer recent) {
    synchronized (pending) {
      pending.addAll(recent);
    }
  }

  void offer(String line) {
    synchronized (pending) {
      pending.add(line);
    }
  }

  /**
   * Whether the writer should wait a moment before it offers more. Otherwise a reader that is fast
   * enough would lose lines whenever the system runs the writer and not the reader. That is worth
   * {@link #MAX_PATIENCE_NANOS}, which the reader earns again line by line: one that takes a line
   * each millisecond slows the child by two percent, one that has stopped does so once, and one
   * that asks for nothing not at all.
   *
   * @param waitedNanos how long the writer has waited for this reader just now
   */
  boolean isWorthWaiting(long waitedNanos) {
    synchronized (pending) {
      patienceNanos -= waitedNanos;
      return pending.size() > CROWDED && patienceNanos > 0 && !cancelled;
    }
  }

  /** No line will be offered any more. */
  void end() {
    ended = true;
  }

  boolean isCancelled() {
    return cancelled;
  }

  @Override
  public void request(long n) {
    if (Operators.validate(n)) {
      Operators.addCap(REQUESTED, this, n);
      welcome();
      wake();
    }
  }

  @Override
  public void cancel() {
    cancelled = true;
    log.detach(this);
    wake();
  }

  void wake() {
    if (missed.getAndIncrement() != 0) {
      return;
    }
    try {
      Disposable unused = scheduler.schedule(this::drain);
    } catch (RejectedExecutionException shutDown) {
      endHere(shutDown);
    }
  }

  /**
   * No thread is left to deliver on: this one does so once, rather than leave the reader hanging.
   */
  private void endHere(RejectedExecutionException shutDown) {
    log.detach(this);
    if (!cancelled) {
      cancelled = true;
      actual.onError(shutDown);
    }
  }

  private void drain() {
    int seen = missed.get();
    do {
      if (!deliver()) {
        // For good: missed stays above zero, so nothing will be scheduled again.
        return;
      }
      seen = missed.addAndGet(-seen);
    } while (seen != 0);
  }

  /** Delivers what is there and asked for; false once the reader is to get nothing more. */
  private boolean deliver() {
    long demand = requested;
    long delivered = 0;
    while (delivered < demand && !cancelled) {
      String line = next();
      if (line == null) {
        break;
      }
      actual.onNext(line);
      delivered++;
    }
    Operators.produced(REQUESTED, this, delivered);
    if (!cancelled && ended && isDrained()) {
      cancelled = true;
      actual.onComplete();
    }
    if (cancelled) {
      discard();
      return false;
    }
    return true;
  }

  private void welcome() {
    synchronized (pending) {
      if (!hasAsked) {
        hasAsked = true;
        patienceNanos = MAX_PATIENCE_NANOS;
      }
    }
  }

  private @Nullable String next() {
    synchronized (pending) {
      patienceNanos = Math.min(MAX_PATIENCE_NANOS, patienceNanos + PATIENCE_PER_LINE_NANOS);
      return pending.poll();
    }
  }

  private boolean isDrained() {
    synchronized (pending) {
      return pending.size() == 0;
    }
  }

  private void discard() {
    synchronized (pending) {
      pending.clear();
    }
  }
}
