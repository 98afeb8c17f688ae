package io.sluice.bench.latency;

import io.sluice.bench.peer.AeronPeer;
import java.util.List;
import java.util.function.Supplier;

/** A way for messages from one process to another. */
interface Route {
  /**
   * Called in the receiving process, before the other one is started.
   *
   * @param workspace a directory of this repetition alone
   * @return what the other process is to be told
   */
  String create(String workspace) throws Exception;

  /** Hands every message to the arrivals until they are complete, in the receiving process. */
  void receive(Arrivals arrivals) throws Exception;

  /** Opens the way in the sending process. */
  Departures open(String endpoint) throws Exception;

  /** The sending side. */
  interface Departures {
    /** Sends a message; the array may be changed as soon as this returns. */
    void send(byte[] message) throws Exception;
  }

  /**
   * A route by the name that the table shows.
   *
   * @param jvmArgs what this system's own documentation asks for
   */
  record Named(String name, Supplier<Route> newRoute, List<String> jvmArgs) {
    static final List<Named> ALL =
        List.of(
            new Named("sluice", () -> new ReceiveRoute(false), List.of()),
            new Named("sluice-immediate", () -> new ReceiveRoute(true), List.of()),
            new Named("sluice-blocking", TakeRoute::new, List.of()),
            new Named("aeron", AeronRoute::new, AeronPeer.JVM_ARGS),
            new Named("socket", SocketRoute::new, List.of()));

    static Named named(String name) {
      return ALL.stream().filter(named -> named.name().equals(name)).findFirst().orElseThrow();
    }
  }
}
