package io.sluice.soak;

import java.util.ArrayList;
import java.util.List;

/** How long it took others to go on: the first of them, and every one of them. */
final class Recoveries {
  private final List<Long> first = new ArrayList<>();
  private final List<Long> all = new ArrayList<>();

  void add(long firstNanos, long allNanos) {
    first.add(firstNanos);
    all.add(allNanos);
  }

  @Override
  public String toString() {
    return all.size()
        + " times; until one went on "
        + middleAndMost(first)
        + ", until every one had "
        + middleAndMost(all);
  }

  private static String middleAndMost(List<Long> nanos) {
    List<Long> sorted = nanos.stream().sorted().toList();
    int last = sorted.size() - 1;
    return last < 0
        ? "-"
        : String.format("p50 %.1f ms, max %.1f ms", millis(sorted, last / 2), millis(sorted, last));
  }

  private static double millis(List<Long> nanos, int index) {
    return nanos.get(index) / 1e6;
  }
}
