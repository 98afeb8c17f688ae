package io.sluice.examples.offload;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * An answer and how long it took to find.
 *
 * @param answer the answer
 * @param time from the question on
 */
record Outcome(Answer answer, Duration time) {
  static Outcome of(Supplier<Answer> question) {
    long start = System.nanoTime();
    Answer answer = question.get();
    return new Outcome(answer, Duration.ofNanos(System.nanoTime() - start));
  }

  double seconds() {
    return time.toMillis() / 1000.0;
  }
}
