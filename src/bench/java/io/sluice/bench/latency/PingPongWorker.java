package io.sluice.bench.latency;

import io.sluice.bench.Parent;
import io.sluice.bench.Protocol;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The child JVM of {@link PingPong}: {@code <peer> ping <workspace> <ms between, warm-up, window>}
 * or {@code <peer> echo <endpoint>}.
 */
public final class PingPongWorker {
  static final String PING = "ping";
  static final String ECHO = "echo";

  private static final int FAILED = 1;

  private PingPongWorker() {}

  public static void main(String[] args) {
    try {
      Court court = Court.Named.create(args[0]);
      if (args[1].equals(PING)) {
        ping(court, args);
      } else {
        Parent.awaited(null).say(Protocol.READY);
        court.echo(args[2]);
      }
      Parent.awaitEnd();
    } catch (Throwable e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(FAILED);
    }
  }

  private static void ping(Court court, String[] args) throws Exception {
    Parent parent = Parent.awaited(Path.of(args[2]));
    parent.say(Protocol.READY, court.create(args[2]));
    parent.await(Protocol.START);
    Rally rally = new Rally(millis(args[3]), millis(args[4]), millis(args[5]));
    court.ping(rally);
    parent.say(Protocol.LATENCIES, Latencies.toText(rally.histogram()));
  }

  private static Duration millis(String text) {
    return Duration.ofMillis(Long.parseLong(text));
  }
}
