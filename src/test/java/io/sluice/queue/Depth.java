package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;

/** How many items a queue has ready, and how many are in consumers' hands. */
record Depth(int ready, int inFlight) {
  /** Long beside what anything here takes, as the machine may be busy. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Long enough for what must not happen to happen. */
  private static final Duration A_WHILE = Duration.ofMillis(120);

  static Depth of(SharedQueue<?> queue) {
    return new Depth(queue.size(), queue.inFlight());
  }

  static void is(SharedQueue<?> queue, int ready, int inFlight) {
    assertThat(of(queue)).isEqualTo(new Depth(ready, inFlight));
  }

  /** Of an item that goes and comes back: looking twice may find it in both places, or in none. */
  static void isOneAltogether(SharedQueue<?> queue) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> queue.size() + queue.inFlight() == 1);
  }

  static void becomes(SharedQueue<?> queue, int ready, int inFlight) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> of(queue), new Depth(ready, inFlight)::equals);
  }

  static void stays(SharedQueue<?> queue, int ready, int inFlight) {
    Awaitility.await()
        .during(A_WHILE)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> of(queue), new Depth(ready, inFlight)::equals);
  }
}
