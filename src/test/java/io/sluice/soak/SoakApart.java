package io.sluice.soak;

import io.sluice.testing.PidNamespace;
import java.io.IOException;
import java.util.List;

/** Runs a worker in a pid namespace of its own. */
final class SoakApart {
  /** Little, for there are many of them. */
  static final String[] SMALL = {"-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"};

  private SoakApart() {}

  /** The worker's arguments are this one's. */
  public static void main(String[] args) throws IOException, InterruptedException {
    System.exit(PidNamespace.run(List.of(SMALL), SoakWorker.class, args));
  }
}
