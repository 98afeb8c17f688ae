package io.sluice.bench;

import java.util.List;

/** How many items, and the sum of their ids. */
record Totals(long items, long ids) {
  static Totals of(List<Child> children, String word) throws InterruptedException {
    long items = 0;
    long ids = 0;
    for (Child child : children) {
      long[] numbers = child.expectNumbers(word);
      items += numbers[0];
      ids += numbers[1];
    }
    return new Totals(items, ids);
  }
}
