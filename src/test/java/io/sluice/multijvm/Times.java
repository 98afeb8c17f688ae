package io.sluice.multijvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How long something took, each time: printed, and held to a bound that only a fault exceeds. */
final class Times {
  private final String what;
  private final List<Long> nanos = new ArrayList<>();

  Times(String what) {
    this.what = what;
  }

  void since(long start) {
    nanos.add(System.nanoTime() - start);
  }

  /** The bound is generous: machines that run tests are busy. */
  void report(Duration bound) {
    Collections.sort(nanos);
    Duration median = Duration.ofNanos(nanos.get(nanos.size() / 2));
    Duration max = Duration.ofNanos(nanos.get(nanos.size() - 1));
    System.out.printf(
        "%s: %d times, p50 %.1f ms, max %.1f ms%n",
        what, nanos.size(), median.toNanos() / 1e6, max.toNanos() / 1e6);
    assertThat(median).as(what).isLessThan(bound);
  }
}
