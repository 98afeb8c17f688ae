package io.sluice.bench.jmh;

import io.sluice.bench.Child;
import io.sluice.bench.Commands;
import io.sluice.bench.Experiment;
import io.sluice.bench.Options;
import io.sluice.bench.Protocol;
import io.sluice.bench.Reading;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The operations of one class of JMH benchmarks, each a peer: {@code jmh-codec, jmh-ring}. */
public record Jmh(String name, List<String> operations) implements Experiment {
  private static final List<Jmh> ALL =
      List.of(
          new Jmh("jmh-codec", List.of("kryoWrite", "codecEncode", "kryoRead", "codecDecode")),
          new Jmh(
              "jmh-ring",
              List.of(
                  "claimAndLinkOne", "claimAndLinkRun", "putClaimSettleOne", "putClaimSettleRun")));

  public static Optional<Experiment> parse(String name) {
    return ALL.stream()
        .filter(jmh -> jmh.name.equals(name))
        .map(Experiment.class::cast)
        .findFirst();
  }

  @Override
  public List<String> peers(Options options) {
    return operations.stream().filter(options::wants).toList();
  }

  @Override
  public List<Reading> measure(String peer, Options options)
      throws IOException, InterruptedException {
    List<String> command =
        Commands.java(
            List.of(),
            JmhWorker.class,
            peer,
            String.valueOf(options.warmup().toMillis()),
            String.valueOf(options.window().toMillis()));
    try (Child child = Child.start(peer, command)) {
      Thread.sleep(options.warmup().plus(options.window()).toMillis());
      double nanos = Double.parseDouble(child.expect(Protocol.RESULT));
      return List.of(new Reading("time", Reading.Unit.NANOSECONDS, nanos));
    }
  }
}
