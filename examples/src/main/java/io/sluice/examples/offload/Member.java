package io.sluice.examples.offload;

import io.sluice.process.ChildJvm;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;

/** A worker as its parent sees it. */
final class Member {
  private final int number;
  private final ChildJvm child;
  private final LongAdder lines = new LongAdder();

  Member(int number, IntFunction<ChildJvm> starter) {
    this.number = number;
    this.child = starter.apply(number);
  }

  int number() {
    return number;
  }

  ChildJvm child() {
    return child;
  }

  /** A line has been reported by this worker. */
  void count() {
    lines.increment();
  }

  long lines() {
    return lines.sum();
  }

  @Override
  public String toString() {
    return "worker " + number + " (process " + child.pid() + ")";
  }
}
