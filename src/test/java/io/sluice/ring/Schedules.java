package io.sluice.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;

/**
 * Counts the schedules of a test, names the one that fails, and goes through the places where a
 * process can be stopped.
 */
public final class Schedules {
  private static final String REPLAYED = "sluice.schedule";

  private final String what;
  private int count;

  public Schedules(String what) {
    this.what = what;
  }

  /** One process is stopped before its k-th access; whether it came to its end before. */
  public interface OneStop {
    boolean run(int k);
  }

  /** One process is stopped before its k-th access, another before its j-th. */
  interface TwoStops {
    Ended run(int k, int j);
  }

  /** Whether each of two processes came to its end before it was stopped. */
  record Ended(boolean first, boolean second) {}

  public static void forEachStop(OneStop schedule) {
    int k = 0;
    while (!schedule.run(k)) {
      k++;
    }
  }

  static void forEachTwoStops(TwoStops schedule) {
    Ended ended;
    int k = 0;
    do {
      int j = 0;
      do {
        ended = schedule.run(k, j);
        j++;
      } while (!ended.second());
      k++;
    } while (!ended.first());
  }

  /**
   * A seed for each random schedule: new ones at each run, or the one alone that the system
   * property {@code sluice.schedule} names.
   */
  static long[] seeds(int count) {
    Long named = Long.getLong(REPLAYED);
    if (named != null) {
      return new long[] {named};
    }
    long first = System.nanoTime();
    System.out.println("crash engine: seeds from " + first + ", -D" + REPLAYED + "=… for one");
    return LongStream.range(first, first + count).toArray();
  }

  /** Whether one random schedule is run alone, and may tell its steps. */
  static boolean isReplay() {
    return Long.getLong(REPLAYED) != null;
  }

  public void run(Runnable schedule, Object... name) {
    count++;
    try {
      schedule.run();
    } catch (AssertionError | RuntimeException e) {
      StringBuilder text = new StringBuilder();
      for (Object part : name) {
        text.append(part).append(' ');
      }
      throw new AssertionError(text.toString(), e);
    }
  }

  /** So that a test that has come to try next to nothing does not pass unseen. */
  public void report(int atLeast) {
    System.out.println("crash engine: " + what + ": " + count + " schedules");
    if (!isReplay()) {
      assertThat(count).as(what).isGreaterThanOrEqualTo(atLeast);
    }
  }
}
