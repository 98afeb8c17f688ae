package io.sluice.bench.latency;

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
 * From the instant at which a small message was intended to leave one process until another one has
 * it, at a rate that all peers can keep up with: {@code one-way-<per second>[-onecpu]}. See {@link
 * Timetable} for what that says of coordinated omission.
 */
public record OneWay(String name, int ratePerSecond, boolean oneCpu) implements Experiment {
  private static final Pattern NAME = Pattern.compile("one-way-(\\d+)(-onecpu)?");

  public static Optional<Experiment> parse(String name) {
    Matcher m = NAME.matcher(name);
    return m.matches()
        ? Optional.of(new OneWay(name, Integer.parseInt(m.group(1)), m.group(2) != null))
        : Optional.empty();
  }

  @Override
  public List<String> peers(Options options) {
    return Route.Named.ALL.stream().map(Route.Named::name).filter(options::wants).toList();
  }

  @Override
  public List<Reading> measure(String peer, Options options)
      throws IOException, InterruptedException {
    try (Workspace workspace = Workspace.create();
        Child receiver = child(peer, OneWayWorker.RECEIVE, workspace.path().toString())) {
      String endpoint = receiver.expect(Protocol.READY);
      try (Child sender =
          child(
              peer,
              OneWayWorker.SEND,
              endpoint,
              String.valueOf(ratePerSecond),
              String.valueOf(options.warmup().toMillis()),
              String.valueOf(options.window().toMillis()))) {
        sender.expect(Protocol.READY);
        sender.tell(Protocol.START);
        Thread.sleep(options.warmup().plus(options.window()).toMillis());
        return Latencies.readings(Latencies.fromText(receiver.expect(Protocol.LATENCIES)));
      }
    }
  }

  private Child child(String... args) throws IOException {
    List<String> jvmArgs = Route.Named.named(args[0]).jvmArgs();
    List<String> command = Commands.java(jvmArgs, OneWayWorker.class, args);
    return Child.start(args[0] + " " + args[1], Commands.placed(command, oneCpu));
  }
}
