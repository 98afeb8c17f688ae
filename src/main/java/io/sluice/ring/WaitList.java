package io.sluice.ring;

import org.jspecify.annotations.Nullable;

/**
 * This JVM's waiters for one signal of one queue, first come, first woken. While somebody is in it,
 * the JVM's flag is up in the shared memory. The monitor is held for a few writes only, never while
 * a waiter is woken.
 */
final class WaitList {
  private final WaitFlags flags;
  private final int slot;
  private final Signal signal;
  private final Runnable onFirst;
  private final Runnable onNone;
  private @Nullable Waiter first;
  private @Nullable Waiter last;

  /**
   * {@code onFirst} is told when the list gets its first waiter, {@code onNone} when it has lost
   * its last.
   */
  WaitList(WaitFlags flags, int slot, Signal signal, Runnable onFirst, Runnable onNone) {
    this.flags = flags;
    this.slot = slot;
    this.signal = signal;
    this.onFirst = onFirst;
    this.onNone = onNone;
  }

  /** Adds a waiter, which then has to look again before it sleeps. */
  synchronized void add(Waiter waiter) {
    if (waiter.list != null) {
      return;
    }
    boolean wasEmpty = first == null;
    append(waiter);
    flags.sleep(slot, signal);
    if (wasEmpty) {
      onFirst.run();
    }
  }

  private void append(Waiter waiter) {
    waiter.list = this;
    waiter.before = last;
    if (last == null) {
      first = waiter;
    } else {
      last.after = waiter;
    }
    last = waiter;
  }

  /** Takes the waiter out; false if it was woken, or never added. */
  synchronized boolean remove(Waiter waiter) {
    if (waiter.list != this) {
      return false;
    }
    Waiter before = waiter.before;
    Waiter after = waiter.after;
    if (before == null) {
      first = after;
    } else {
      before.after = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.before = before;
    }
    waiter.list = null;
    waiter.before = null;
    waiter.after = null;
    if (first == null) {
      flags.awake(slot, signal);
      onNone.run();
    }
    return true;
  }

  synchronized boolean isEmpty() {
    return first == null;
  }

  /**
   * Begins a new sleep for those who are left, so that the next commit rings again. Whether
   * somebody is left.
   */
  synchronized boolean sleepAgain() {
    if (first == null) {
      return false;
    }
    flags.sleep(slot, signal);
    return true;
  }

  /** Wakes the first waiter; false if there was none. */
  boolean wakeOne() {
    for (Waiter waiter = removeFirst(); waiter != null; waiter = removeFirst()) {
      if (wake(waiter)) {
        return true;
      }
    }
    return false;
  }

  private synchronized @Nullable Waiter removeFirst() {
    Waiter waiter = first;
    if (waiter != null) {
      remove(waiter);
    }
    return waiter;
  }

  /**
   * Whoever wakes has committed something: that the waiter's scheduler is gone is not his failure.
   */
  private static boolean wake(Waiter waiter) {
    try {
      waiter.wake();
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  void wakeAll() {
    boolean more = true;
    while (more) {
      more = wakeOne();
    }
  }
}
