package io.sluice.examples.offload;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** How fast something goes at present: over the last few seconds. Not thread-safe. */
final class Pace {
  private static final long WINDOW_NANOS = Duration.ofSeconds(3).toNanos();

  private record Sample(long nanos, long done) {}

  private final Deque<Sample> samples = new ArrayDeque<>();

  /** Notes how much is done at a time of {@code System.nanoTime()}. */
  void add(long nanos, long done) {
    samples.addLast(new Sample(nanos, done));
    while (nanos - samples.getFirst().nanos() > WINDOW_NANOS) {
      samples.removeFirst();
    }
  }

  /** Per second; 0 as long as that is unknown. */
  double perSecond() {
    if (samples.size() < 2) {
      return 0;
    }
    Sample first = samples.getFirst();
    Sample last = samples.getLast();
    return (last.done() - first.done()) * 1e9 / Math.max(1, last.nanos() - first.nanos());
  }

  /** How long the rest takes at this pace, as text. */
  String timeFor(long rest) {
    double pace = perSecond();
    if (pace == 0) {
      return "?";
    }
    long seconds = (long) Math.ceil(rest / pace);
    return seconds < 100 ? seconds + " s" : (seconds + 59) / 60 + " min";
  }
}
