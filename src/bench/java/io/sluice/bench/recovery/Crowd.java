package io.sluice.bench.recovery;

import io.sluice.bench.peer.AeronPeer;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Writers and readers of one stream, each a process, one of which is going to be killed. */
interface Crowd {
  /**
   * Called in a process that stays until the end.
   *
   * @param workspace a directory of this repetition alone
   * @return what the other processes are to be told
   */
  String create(String workspace) throws Exception;

  /** Writes as fast as it goes, until the tally says that it is enough. */
  void write(String endpoint, Tally tally) throws Exception;

  /** Reads until the stream ends, if it does. */
  void read(String endpoint, Journal journal) throws Exception;

  /** Ends the stream, once the last writer has ended. */
  void finish(String endpoint) throws Exception;

  /**
   * A crowd by the name that the table shows.
   *
   * @param jvmArgs what this system's own documentation asks for
   * @param observed how long to look at those who survive
   * @param queue whether each item goes to exactly one reader, so that they can be counted
   */
  record Named(
      String name,
      Supplier<Crowd> newCrowd,
      List<String> jvmArgs,
      Duration observed,
      boolean queue) {
    private static final Duration SHORT = Duration.ofSeconds(2);

    /** Longer than its time-outs of 10 and 15 s. */
    private static final Duration LONG = Duration.ofSeconds(20);

    static final List<Named> ALL =
        List.of(
            new Named("sluice", ReactiveCrowd::new, List.of(), SHORT, true),
            new Named("sluice-blocking", BlockingCrowd::new, List.of(), SHORT, true),
            new Named("aeron", AeronCrowd::new, AeronPeer.JVM_ARGS, LONG, false));

    static Named named(String name) {
      return ALL.stream().filter(named -> named.name().equals(name)).findFirst().orElseThrow();
    }
  }
}
