package io.sluice.worker;

import io.sluice.SluiceException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Workers that ended before they had been of any use, in a row: each puts the next start off for
 * twice as long, and after {@link #TOLERATED} of them the pool says so to its callers. The first
 * task that ends in order ends the row. Confined to the pool's events.
 */
final class StartFailures {
  private static final int TOLERATED = 3;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final int MOST_DOUBLINGS = 10;

  private int inRow;
  private @Nullable Supplier<? extends SluiceException> last;

  void add(Supplier<? extends SluiceException> why) {
    inRow++;
    last = why;
  }

  void reset() {
    inRow = 0;
    last = null;
  }

  boolean isEmpty() {
    return inRow == 0;
  }

  /** Why none starts, a new exception for each caller; null while there is hope. */
  @Nullable SluiceException verdict() {
    return inRow < TOLERATED || last == null ? null : last.get();
  }

  Duration pause() {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(MOST_DOUBLINGS, inRow - 1));
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }
}
