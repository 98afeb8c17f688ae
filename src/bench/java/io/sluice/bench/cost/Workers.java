package io.sluice.bench.cost;

/** What the main methods of child JVMs have in common. */
final class Workers {
  private static final int FAILED = 1;

  private Workers() {}

  /** Runs it; when it fails the process ends, which its other threads would keep alive. */
  static void run(Work work) {
    try {
      work.run();
    } catch (Throwable e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(FAILED);
    }
  }

  /** What a child does. */
  interface Work {
    void run() throws Exception;
  }
}
