package io.sluice.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * What one repetition gave.
 *
 * @param others how many CPUs other processes took meanwhile
 */
record Repetition(List<Reading> readings, double others) {
  private static final int ATTEMPTS = 5;
  private static final int LOOKS = 120;
  private static final Duration LOOK = Duration.ofMillis(500);

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

  /** Waits for a calm moment, a minute at most. */
  private static void awaitCalm(Options options) throws IOException, InterruptedException {
    for (int look = 0; look < LOOKS; look++) {
      OtherLoad load = OtherLoad.start();
      Thread.sleep(LOOK.toMillis());
      // Where it is unknown no look will tell.
      if (!(load.untilNow() > options.others())) {
        return;
      }
    }
  }

  private static Repetition once(Experiment experiment, String peer, Options options)
      throws IOException, InterruptedException {
    if (options.others() < Double.POSITIVE_INFINITY) {
      awaitCalm(options);
    }
    OtherLoad load = OtherLoad.start();
    List<Reading> readings = experiment.measure(peer, options);
    return new Repetition(readings, load.untilNow());
  }
}
