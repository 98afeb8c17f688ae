package io.sluice.bench.latency;

import java.util.List;
import java.util.function.Supplier;

/** A connection over which one process sends what the other one sends back. */
interface Court {
  /** How many bytes go to and fro. */
  int MESSAGE_BYTES = 32;

  /**
   * Called in the pinging process, before the other one is started.
   *
   * @param workspace a directory of this repetition alone
   * @return what the other process is to be told
   */
  String create(String workspace) throws Exception;

  /** Plays the rally, in the pinging process, until it is over. */
  void ping(Rally rally) throws Exception;

  /** Sends everything back. Called in the other process; may return at once, may never return. */
  void echo(String endpoint) throws Exception;

  /** A court by the name that the table shows. */
  record Named(String name, Supplier<Court> newCourt) {
    static final List<Named> ALL =
        List.of(
            new Named("pipe-immediate", () -> new PipeCourt(true)),
            new Named("pipe", () -> new PipeCourt(false)),
            new Named("pipe-blocking", BlockingPipeCourt::new),
            new Named("socket", SocketCourt::new));

    static Court create(String name) {
      return ALL.stream()
          .filter(named -> named.name().equals(name))
          .findFirst()
          .orElseThrow()
          .newCourt()
          .get();
    }
  }
}
