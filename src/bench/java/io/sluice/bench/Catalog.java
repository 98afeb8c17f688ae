package io.sluice.bench;

import io.sluice.bench.cost.Garbage;
import io.sluice.bench.cost.Idle;
import io.sluice.bench.cost.ManyQueues;
import io.sluice.bench.cost.Pending;
import io.sluice.bench.jmh.Jmh;
import io.sluice.bench.latency.OneWay;
import io.sluice.bench.latency.PingPong;
import io.sluice.bench.recovery.Kill;
import io.sluice.bench.recovery.Redelivery;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Every experiment by its name. */
final class Catalog {
  private static final List<Function<String, Optional<Experiment>>> KINDS =
      List.of(
          CodingAlone::parse,
          PingPong::parse,
          OneWay::parse,
          Kill::parse,
          Redelivery::parse,
          Idle::parse,
          Garbage::parse,
          Pending::parse,
          ManyQueues::parse,
          Jmh::parse,
          Throughput::parse);

  private Catalog() {}

  static Experiment named(String name) {
    return KINDS.stream()
        .flatMap(kind -> kind.apply(name).stream())
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no such case: " + name + "\n" + Options.USAGE));
  }
}
