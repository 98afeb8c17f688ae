package io.sluice.testing;

/**
 * For what has a limit of time in the product itself, which a machine that does not let a thread
 * run for seconds exceeds: it has to succeed once. What is broken fails each time.
 */
public final class Attempts {
  private static final int MOST = 5;

  /** What is tried; a failed assertion is a failed attempt, all else ends them. */
  public interface Attempt {
    void run() throws Exception;
  }

  private Attempts() {}

  /** Tries until it succeeds, but not for ever. */
  public static void untilOneSucceeds(Attempt attempt) throws Exception {
    for (int tried = 1; ; tried++) {
      try {
        attempt.run();
        return;
      } catch (AssertionError failure) {
        if (tried == MOST) {
          throw failure;
        }
        System.out.println("attempt " + tried + " failed: " + failure.getMessage());
      }
    }
  }
}
