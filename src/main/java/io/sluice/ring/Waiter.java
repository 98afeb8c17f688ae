package io.sluice.ring;

import org.jspecify.annotations.Nullable;

/**
 * Somebody who tried, did not succeed, and wants to be told when to try again. A waiter is in one
 * list at most; being woken takes it out, and it has to be added again if its next try fails too.
 * Who is woken and does not try must pass the wake on.
 */
public abstract class Waiter {
  // Guarded by the list's monitor.
  @Nullable WaitList list;
  @Nullable Waiter before;
  @Nullable Waiter after;

  /** For subclasses. */
  protected Waiter() {}

  /**
   * It may be worth trying again. Called on any thread, the doorbell's included, without locks
   * held: it must be quick and must not block. It may be wrong.
   */
  protected abstract void wake();

  /**
   * Wakes waiters that somebody else than a queue has kept, who must hold no locks.
   *
   * @param waiters who are in no list
   */
  public static void wakeAll(Iterable<Waiter> waiters) {
    for (Waiter waiter : waiters) {
      try {
        waiter.wake();
      } catch (RuntimeException e) {
        // That the waiter's scheduler is gone is nobody else's failure.
      }
    }
  }
}
