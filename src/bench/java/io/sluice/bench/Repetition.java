package io.sluice.bench;

import java.io.IOException;
import java.util.List;

/**
 * What one repetition gave.
 *
 * @param others how many CPUs other processes took meanwhile
 */
record Repetition(List<Reading> readings, double others) {
  private static final int ATTEMPTS = 5;

  /** Measures in a calm moment, as far as there is one: else the calmest of a few attempts. */
  static Repetition of(Experiment experiment, String peer, Options options)
      throws IOException, InterruptedException {
    Repetition calmest = once(experiment, peer, options);
    for (int attempt = 2; attempt <= ATTEMPTS && calmest.others > options.others(); attempt++) {
      Repetition next = once(experiment, peer, options);
      calmest = next.others < calmest.others ? next : calmest;
    }
    return calmest;
  }

  private static Repetition once(Experiment experiment, String peer, Options options)
      throws IOException, InterruptedException {
    OtherLoad load = OtherLoad.start();
    List<Reading> readings = experiment.measure(peer, options);
    return new Repetition(readings, load.untilNow());
  }
}
