package io.sluice.queue;

import io.sluice.ring.Engine;
import io.sluice.ring.Signal;
import io.sluice.ring.Waiter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One thread that waits until an attempt succeeds, its deadline passes, it is interrupted, or the
 * handle is closed.
 */
final class ThreadWait extends Waiter implements Scope.Member {
  /**
   * Giving up the processor a few times costs less than a sleep where the other side is about to
   * run.
   */
  private static final int YIELDS = 20;

  /** Something that may succeed now. */
  interface Attempt {
    boolean succeeds();

    /** What to wait for after it failed. */
    default Signal signal() {
      return Signal.ROOM;
    }
  }

  private final Scope scope;
  private final Engine engine;
  private final Thread thread = Thread.currentThread();
  private final long deadline;
  private final boolean timed;
  private Signal signal;
  private boolean laidDown;
  private volatile boolean woken = true;
  private volatile boolean closed;

  ThreadWait(Scope scope, Signal signal, @Nullable Duration timeout) {
    this.scope = scope;
    this.engine = scope.engine();
    this.signal = signal;
    this.timed = timeout != null;
    this.deadline = timeout == null ? 0 : System.nanoTime() + Nanos.of(timeout);
  }

  @Override
  protected void wake() {
    woken = true;
    LockSupport.unpark(thread);
  }

  @Override
  public void handleClosed() {
    closed = true;
    LockSupport.unpark(thread);
  }

  /** Waits; false when the time is over. */
  boolean until(Attempt attempt) throws InterruptedException {
    if (!scope.enter(this)) {
      throw scope.handleClosed();
    }
    try {
      return yieldUntil(attempt) || sleepUntil(attempt);
    } finally {
      getUp();
      scope.leave(this);
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // A hint; the sleep behind it is what the wait rests on.
  private boolean yieldUntil(Attempt attempt) {
    for (int i = 0; i < YIELDS && remaining() > 0 && !closed; i++) {
      if (thread.isInterrupted()) {
        return false;
      }
      Thread.yield();
      if (attempt.succeeds()) {
        return true;
      }
    }
    return false;
  }

  private boolean sleepUntil(Attempt attempt) throws InterruptedException {
    while (true) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (closed) {
        throw scope.handleClosed();
      }
      long remaining = remaining();
      if (remaining <= 0) {
        return false;
      }
      if (lieDown(attempt.signal())) {
        if (attempt.succeeds()) {
          return true;
        }
      } else {
        LockSupport.parkNanos(this, remaining);
      }
    }
  }

  /**
   * Adds itself to those who are woken; true if it was not there, which calls for one more attempt.
   */
  private boolean lieDown(Signal next) {
    if (!woken && next == signal) {
      return false;
    }
    if (laidDown) {
      // Also when woken: by a late wake of an earlier sleep, perhaps, while it is in the list.
      engine.cancel(signal, this);
    }
    signal = next;
    woken = false;
    laidDown = true;
    engine.await(signal, this);
    return true;
  }

  /** Woken once more in this very moment, and not trying again: the next one shall. */
  private void getUp() {
    if (laidDown && !engine.cancel(signal, this)) {
      engine.passOn(signal);
    }
  }

  private long remaining() {
    return timed ? deadline - System.nanoTime() : TimeUnit.DAYS.toNanos(1);
  }
}
