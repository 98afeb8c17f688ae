package io.sluice.bench.latency;

import io.sluice.bench.Parent;
import io.sluice.bench.Protocol;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The child JVM of {@link OneWay}: {@code <peer> receive <workspace>} or {@code <peer> send
 * <endpoint> <per second> <warm-up ms> <window ms>}.
 */
public final class OneWayWorker {
  static final String RECEIVE = "receive";
  static final String SEND = "send";

  private static final int FAILED = 1;

  private OneWayWorker() {}

  public static void main(String[] args) {
    try {
      Route route = Route.Named.named(args[0]).newRoute().get();
      if (args[1].equals(RECEIVE)) {
        receive(route, args[2]);
      } else {
        send(route, args);
      }
      Parent.awaitEnd();
    } catch (Throwable e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(FAILED);
    }
  }

  private static void receive(Route route, String workspace) throws Exception {
    Parent parent = Parent.awaited(Path.of(workspace));
    parent.say(Protocol.READY, route.create(workspace));
    Arrivals arrivals = new Arrivals();
    route.receive(arrivals);
    parent.say(Protocol.LATENCIES, Latencies.toText(arrivals.histogram()));
  }

  private static void send(Route route, String[] args) throws Exception {
    Parent parent = Parent.awaited(null);
    Timetable timetable =
        new Timetable(Integer.parseInt(args[3]), millis(args[4]), millis(args[5]));
    Route.Departures departures = route.open(args[2]);
    parent.say(Protocol.READY);
    parent.await(Protocol.START);
    timetable.run(departures);
  }

  private static Duration millis(String text) {
    return Duration.ofMillis(Long.parseLong(text));
  }
}
