package io.sluice.bench;

import java.io.IOException;
import java.util.List;

/**
 * Something that is measured for several peers and compared: a block of rows of the table. One call
 * measures one peer once, in fresh processes; the caller repeats and interleaves.
 */
public interface Experiment {
  String name();

  /** The peers to ask, in the table's order. */
  List<String> peers(Options options);

  /**
   * Measures once.
   *
   * @throws Refusal when the peer cannot do this
   */
  List<Reading> measure(String peer, Options options) throws IOException, InterruptedException;
}
