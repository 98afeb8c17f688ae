package io.sluice.worker;

import io.sluice.SluiceException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Workers that ended before they had been of any use, in a row: they put the next start off for
 * ever longer, and when there are too many of them the pool says so to its callers. Those that were
 * killed say less about the next one than those that ended by themselves: it takes more of them,
 * and one that comes up ends their row. The other row ends with the first task that does, as a
 * worker may also come up and die at once. Confined to the pool's events.
 */
final class StartFailures {
  private static final int TOO_MANY = 3;
  private static final int TOO_MANY_KILLED = 12;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final int MOST_DOUBLINGS = 10;

  private int ended;
  private int killed;
  private @Nullable Supplier<? extends SluiceException> last;

  void add(Supplier<? extends SluiceException> why, boolean wasKilled) {
    ended += wasKilled ? 0 : 1;
    killed += wasKilled ? 1 : 0;
    last = why;
  }

  /** A worker came up. */
  void ready() {
    killed = 0;
  }

  /** A task came to its end. */
  void reset() {
    ended = 0;
    killed = 0;
    last = null;
  }

  boolean isEmpty() {
    return ended == 0 && killed == 0;
  }

  /** Why none starts, a new exception for each caller; null while there is hope. */
  @Nullable SluiceException verdict() {
    boolean hopeless = ended >= TOO_MANY || killed >= TOO_MANY_KILLED;
    return hopeless && last != null ? last.get() : null;
  }

  Duration pause() {
    int doublings = Math.min(MOST_DOUBLINGS, Math.max(0, Math.max(ended, killed / 2) - 1));
    Duration pause = FIRST_PAUSE.multipliedBy(1L << doublings);
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }
}
