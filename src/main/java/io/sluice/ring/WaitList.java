package io.sluice.ring;

import java.util.ArrayList;
import java.util.List;
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
    if (wasEmpty) {
      onFirst.run();
    }
    // Last, as it fails where the file was cut: then the waiter is here and counted all the same.
    flags.sleep(slot, signal);
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
      onNone.run();
      lowerFlag();
    }
    return true;
  }

  private void lowerFlag() {
    try {
      flags.awake(slot, signal);
    } catch (InternalError e) {
      // The file was cut. The waiter is to hear of that, not of this.
    }
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

  void wakeAll() {
    wake(Integer.MAX_VALUE);
  }

  /**
   * Wakes the first waiters, each once: those who try, fail and add themselves again meanwhile are
   * not among them.
   *
   * @return how many were woken
   */
  int wake(int most) {
    int woken = 0;
    boolean someFailed = true;
    while (someFailed && woken < most) {
      someFailed = false;
      for (Waiter waiter : removeFirst(most - woken)) {
        if (wake(waiter)) {
          woken++;
        } else {
          someFailed = true;
        }
      }
    }
    return woken;
  }

  private synchronized List<Waiter> removeFirst(int most) {
    if (first == null) {
      return List.of();
    }
    List<Waiter> removed = new ArrayList<>(1);
    for (Waiter waiter = first; waiter != null && removed.size() < most; waiter = first) {
      remove(waiter);
      removed.add(waiter);
    }
    return removed;
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
}
