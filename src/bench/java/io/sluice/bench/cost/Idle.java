package io.sluice.bench.cost;

import io.sluice.bench.Child;
import io.sluice.bench.Commands;
import io.sluice.bench.Experiment;
import io.sluice.bench.Options;
import io.sluice.bench.Protocol;
import io.sluice.bench.Reading;
import io.sluice.bench.Workspace;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The CPU time of consumer processes that wait for items which do not come, beside JVMs that do
 * nothing at all: {@code idle-<processes>}. In percent of one core, all processes together. Takes
 * six times the window: the clocks' ticks are 10 ms long. Before that comes a minute more of
 * warming up, since a JVM goes on compiling for a while.
 */
public record Idle(String name, int processes) implements Experiment {
  private static final Pattern NAME = Pattern.compile("idle-(\\d+)");
  private static final int WINDOWS = 6;
  private static final Duration SETTLING = Duration.ofMinutes(1);

  public static Optional<Experiment> parse(String name) {
    Matcher m = NAME.matcher(name);
    return m.matches()
        ? Optional.of(new Idle(name, Integer.parseInt(m.group(1))))
        : Optional.empty();
  }

  @Override
  public List<String> peers(Options options) {
    return IdleWorker.PEERS.stream().filter(options::wants).toList();
  }

  @Override
  public List<Reading> measure(String peer, Options options)
      throws IOException, InterruptedException {
    List<Child> children = new ArrayList<>();
    try (Workspace workspace = Workspace.create()) {
      try {
        String endpoint = "";
        for (int i = 0; i < processes; i++) {
          Child child = child(peer, workspace, endpoint);
          children.add(child);
          endpoint = child.expect(Protocol.READY);
        }
        Thread.sleep(options.warmup().plus(SETTLING).toMillis());
        return List.of(
            new Reading(
                "CPU",
                Reading.Unit.PERCENT,
                percent(children, options.window().multipliedBy(WINDOWS))));
      } finally {
        children.forEach(Child::close);
      }
    }
  }

  private static double percent(List<Child> children, Duration window) throws InterruptedException {
    long from = System.nanoTime();
    Duration before = cpuTime(children);
    Thread.sleep(window.toMillis());
    Duration spent = cpuTime(children).minus(before);
    return 100.0 * spent.toNanos() / (System.nanoTime() - from);
  }

  private static Duration cpuTime(List<Child> children) {
    return children.stream().map(Child::cpuTime).reduce(Duration.ZERO, Duration::plus);
  }

  private static Child child(String peer, Workspace workspace, String endpoint) throws IOException {
    return Child.start(
        peer,
        Commands.java(
            Commands.SMALL_HEAP, IdleWorker.class, peer, workspace.path().toString(), endpoint));
  }
}
