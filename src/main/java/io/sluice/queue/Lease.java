package io.sluice.queue;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who may touch a run of claimed items while the drain that owns it is inside its subscriber,
 * perhaps for long: whoever cancels may, to give back what is left of the run.
 *
 * <pre>
 *   OWNED --lend--&gt; LENT --takeOver--&gt; TAKEN --handBack--&gt; LENT
 *     ^               |                  |
 *     |---takeBack----/                  | takeBack, too early
 *     |                                  v
 *     \--------------handBack---------- LEFT
 * </pre>
 *
 * <p>Nobody waits: a drain that comes back too early leaves, and whoever took over has it run
 * again. {@code lend} is a volatile store and the subscription looks for its cancellation after it,
 * as the canceller looks for the lease after it raised its flag: one of them sees the other.
 */
final class Lease extends AtomicInteger {
  private static final long serialVersionUID = 1L;

  /** The drain's. */
  private static final int OWNED = 0;

  /** The drain is inside the subscriber. */
  private static final int LENT = 1;

  /** Another thread is at the run, the drain inside the subscriber. */
  private static final int TAKEN = 2;

  /** Another thread is at the run, and the drain has gone. */
  private static final int LEFT = 3;

  /** The drain: the subscriber is about to be called. */
  void lend() {
    set(LENT);
  }

  /** The drain: the subscriber has returned. False if the drain must go and touch nothing. */
  boolean takeBack() {
    while (!compareAndSet(LENT, OWNED)) {
      if (compareAndSet(TAKEN, LEFT)) {
        return false;
      }
    }
    return true;
  }

  /** Another thread: whether the run is its own until {@link #handBack}. */
  boolean takeOver() {
    return compareAndSet(LENT, TAKEN);
  }

  /** The other thread: true if the drain has gone meanwhile and has to be run again. */
  boolean handBack() {
    if (compareAndSet(TAKEN, LENT)) {
      return false;
    }
    set(OWNED);
    return true;
  }
}
