package io.sluice.queue;

import java.time.Duration;

/** How long an item that failed is kept back before it is delivered again. */
final class Backoff {
  private static final long FIRST_MILLIS = 100;
  private static final long LONGEST_MILLIS = 10_000;
  private static final int MOST_DOUBLINGS = 7;

  private Backoff() {}

  /** 100 ms after the first attempt, doubled with each up to 10 s. */
  static Duration after(int attempt) {
    long millis = FIRST_MILLIS << Math.min(attempt - 1, MOST_DOUBLINGS);
    return Duration.ofMillis(Math.min(millis, LONGEST_MILLIS));
  }
}
