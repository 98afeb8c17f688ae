package io.sluice.worker;

import io.sluice.CodecException;
import io.sluice.ItemTooLargeException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts how calls ended. */
final class Tally {
  /** How a call ended. */
  enum Outcome {
    COMPLETED,
    FAILED,
    TIMED_OUT,
    CRASHED,
    CANCELLED,
    REJECTED,
    /** The pool was closed. */
    CLOSED
  }

  private final Map<Outcome, LongAdder> counts = new EnumMap<>(Outcome.class);
  private final LongAdder restarts = new LongAdder();

  Tally() {
    for (Outcome outcome : Outcome.values()) {
      counts.put(outcome, new LongAdder());
    }
  }

  void count(Outcome outcome) {
    adder(outcome).increment();
  }

  long of(Outcome outcome) {
    return adder(outcome).sum();
  }

  private LongAdder adder(Outcome outcome) {
    LongAdder adder = counts.get(outcome);
    if (adder == null) {
      throw new IllegalStateException("No count of " + outcome);
    }
    return adder;
  }

  void countRestart() {
    restarts.increment();
  }

  long restarts() {
    return restarts.sum();
  }

  static Outcome outcomeOf(Throwable failure) {
    if (failure instanceof TaskTimeoutException) {
      return Outcome.TIMED_OUT;
    }
    if (failure instanceof PoolClosedException) {
      return Outcome.CLOSED;
    }
    if (failure instanceof PoolOverloadedException) {
      return Outcome.REJECTED;
    }
    if (failure instanceof RemoteTaskException
        || failure instanceof CodecException
        || failure instanceof ItemTooLargeException) {
      return Outcome.FAILED;
    }
    return Outcome.CRASHED;
  }
}
