package io.sluice.queue;

import java.time.Duration;

/** Durations as the JDK's timers want them. */
final class Nanos {
  /** Some 146 years. Twice this added to any clock would overflow its comparison. */
  private static final long MOST = Long.MAX_VALUE / 2;

  private static final Duration LONGEST = Duration.ofNanos(MOST);

  private Nanos() {}

  /** At least 0, and no more than can be added to a clock: users write "for ever" as a duration. */
  static long of(Duration duration) {
    if (duration.isNegative()) {
      return 0;
    }
    return duration.compareTo(LONGEST) > 0 ? MOST : duration.toNanos();
  }
}
