package io.sluice.ring;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What a participant was last rung for: which sleep of each signal. Thread-safe; one of those who
 * would ring for the same sleep does, and its ring comes after the others' commits.
 */
final class Rung {
  private final long token;
  private final AtomicLongArray sleeps = new AtomicLongArray(Signal.COUNT);

  Rung(long token) {
    this.token = token;
  }

  long token() {
    return token;
  }

  /** Whether nobody in this JVM has rung for that sleep yet: then the caller does. */
  boolean isFirstFor(Signal signal, long sleep) {
    long before = sleeps.get(signal.index);
    return before != sleep && sleeps.compareAndSet(signal.index, before, sleep);
  }
}
