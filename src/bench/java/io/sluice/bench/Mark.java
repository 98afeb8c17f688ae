package io.sluice.bench;

import java.util.ArrayList;
import java.util.List;

/** How many items a consumer had received at an instant of its own clock. */
record Mark(long nanos, long items) {
  static List<Mark> of(List<Child> consumers) throws InterruptedException {
    for (Child consumer : consumers) {
      consumer.tell(Protocol.MARK);
    }
    List<Mark> marks = new ArrayList<>();
    for (Child consumer : consumers) {
      long[] numbers = consumer.expectNumbers(Protocol.MARKED);
      marks.add(new Mark(numbers[0], numbers[1]));
    }
    return marks;
  }

  static long items(List<Mark> first, List<Mark> last) {
    long items = 0;
    for (int i = 0; i < first.size(); i++) {
      items += last.get(i).items - first.get(i).items;
    }
    return items;
  }

  /** The sum of the consumers' rates, each by its own clock. */
  static double perSecond(List<Mark> first, List<Mark> last) {
    double rate = 0;
    for (int i = 0; i < first.size(); i++) {
      Mark from = first.get(i);
      Mark to = last.get(i);
      rate += (to.items - from.items) * 1e9 / (to.nanos - from.nanos);
    }
    return rate;
  }
}
