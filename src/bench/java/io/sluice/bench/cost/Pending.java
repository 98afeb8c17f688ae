package io.sluice.bench.cost;

import io.sluice.bench.Child;
import io.sluice.bench.Commands;
import io.sluice.bench.Experiment;
import io.sluice.bench.Options;
import io.sluice.bench.Protocol;
import io.sluice.bench.Reading;
import io.sluice.bench.Workspace;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What it takes to have many sendings wait on a full queue: {@code pending-<sends>}. Threads and
 * heap beyond those of the same JVM with the queue full and nobody waiting; afterwards the queue is
 * drained, and every one of them has to complete.
 */
public record Pending(String name, int sends) implements Experiment {
  private static final Pattern NAME = Pattern.compile("pending-(\\d+)");
  private static final String PEER = "sluice";

  public static Optional<Experiment> parse(String name) {
    Matcher m = NAME.matcher(name);
    return m.matches()
        ? Optional.of(new Pending(name, Integer.parseInt(m.group(1))))
        : Optional.empty();
  }

  @Override
  public List<String> peers(Options options) {
    return options.wants(PEER) ? List.of(PEER) : List.of();
  }

  @Override
  public List<Reading> measure(String peer, Options options)
      throws IOException, InterruptedException {
    try (Workspace workspace = Workspace.create();
        Child child =
            Child.start(
                peer,
                Commands.java(
                    List.of(),
                    PendingWorker.class,
                    workspace.path().toString(),
                    String.valueOf(sends)))) {
      long[] numbers = child.expectNumbers(Protocol.RESULT);
      return List.of(
          new Reading("threads more", Reading.Unit.COUNT, numbers[0]),
          new Reading("heap each", Reading.Unit.BYTES, (double) numbers[1] / sends),
          new Reading("drained", Reading.Unit.MILLION_PER_SECOND, (double) sends / numbers[2]));
    }
  }
}
