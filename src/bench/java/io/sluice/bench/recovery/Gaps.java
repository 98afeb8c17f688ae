package io.sluice.bench.recovery;

import java.util.ArrayList;
import java.util.List;

/** When a reader got nothing for a while, from one item to the next; in order. */
record Gaps(List<Gap> all) {
  /** Shorter ones are not noted. */
  static final long NOTED_NANOS = 500_000;

  /** By {@link System#nanoTime}, which is one clock for all processes on Linux. */
  record Gap(long from, long to) {}

  static Gaps ofNumbers(long... fromAndTo) {
    List<Gap> gaps = new ArrayList<>();
    for (int i = 0; i + 1 < fromAndTo.length; i += 2) {
      gaps.add(new Gap(fromAndTo[i], fromAndTo[i + 1]));
    }
    return new Gaps(gaps);
  }

  Object[] toNumbers() {
    return all.stream().flatMap(gap -> List.of(gap.from, gap.to).stream()).toArray();
  }

  /** When neither of two readers got anything. */
  Gaps both(Gaps other) {
    List<Gap> common = new ArrayList<>();
    for (Gap one : all) {
      for (Gap two : other.all) {
        long from = Math.max(one.from, two.from);
        long to = Math.min(one.to, two.to);
        if (to - from > NOTED_NANOS) {
          common.add(new Gap(from, to));
        }
      }
    }
    return new Gaps(common);
  }

  /** How long after an instant the next item came; what is too short to be noted counts whole. */
  long nextAfter(long instant) {
    long next = NOTED_NANOS;
    for (Gap gap : all) {
      if (gap.from <= instant && gap.to > instant) {
        next = Math.max(next, gap.to - instant);
      }
    }
    return next;
  }

  /** The longest time without an item, as far as it lies between two instants. */
  long longestBetween(long from, long to) {
    long longest = NOTED_NANOS;
    for (Gap gap : all) {
      longest = Math.max(longest, Math.min(gap.to, to) - Math.max(gap.from, from));
    }
    return longest;
  }
}
