package io.sluice.bench.latency;

import io.sluice.bench.Child;
import io.sluice.bench.Commands;
import io.sluice.bench.Experiment;
import io.sluice.bench.Options;
import io.sluice.bench.Protocol;
import io.sluice.bench.Reading;
import io.sluice.bench.Workspace;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One small message to another process and back, over Sluice's pipe and over a raw Unix-domain
 * socket: {@code ping-pong[-<ms between>ms][-onecpu]}. See {@link Rally} for what is recorded.
 */
public record PingPong(String name, Duration between, boolean oneCpu) implements Experiment {
  private static final Pattern NAME = Pattern.compile("ping-pong(?:-(\\d+)ms)?(-onecpu)?");

  public static Optional<Experiment> parse(String name) {
    Matcher m = NAME.matcher(name);
    if (!m.matches()) {
      return Optional.empty();
    }
    Duration between = m.group(1) == null ? Duration.ZERO : Duration.ofMillis(number(m));
    return Optional.of(new PingPong(name, between, m.group(2) != null));
  }

  @Override
  public List<String> peers(Options options) {
    return Court.Named.ALL.stream().map(Court.Named::name).filter(options::wants).toList();
  }

  @Override
  public List<Reading> measure(String peer, Options options)
      throws IOException, InterruptedException {
    try (Workspace workspace = Workspace.create();
        Child ping =
            child(
                peer,
                PingPongWorker.PING,
                workspace.path().toString(),
                String.valueOf(between.toMillis()),
                String.valueOf(options.warmup().toMillis()),
                String.valueOf(options.window().toMillis()))) {
      String endpoint = ping.expect(Protocol.READY);
      try (Child echo = child(peer, PingPongWorker.ECHO, endpoint)) {
        echo.expect(Protocol.READY);
        ping.tell(Protocol.START);
        Thread.sleep(options.warmup().plus(options.window()).toMillis());
        return Latencies.readings(Latencies.fromText(ping.expect(Protocol.LATENCIES)));
      }
    }
  }

  private Child child(String... args) throws IOException {
    List<String> command = Commands.java(List.of(), PingPongWorker.class, args);
    return Child.start(args[0] + " " + args[1], Commands.placed(command, oneCpu));
  }

  private static long number(Matcher m) {
    return Long.parseLong(m.group(1));
  }
}
