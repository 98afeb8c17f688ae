package io.sluice.worker;

import io.sluice.SluiceException;

/**
 * A task's workers died as often as the pool's {@code maxAttempts} lets it try; it is given up. The
 * cause is the last of the crashes.
 */
public class PoisonTaskException extends SluiceException {

  private static final long serialVersionUID = 1L;

  private final int attempts;

  /**
   * Creates the failure.
   *
   * @param attempts how often the task was tried
   * @param last how the last attempt ended
   */
  public PoisonTaskException(int attempts, WorkerCrashedException last) {
    super("The task is given up: its worker died at each of " + attempts + " attempts", last);
    this.attempts = attempts;
  }

  /**
   * Returns how often the task was tried.
   *
   * @return the number of workers that died of it
   */
  public int attempts() {
    return attempts;
  }
}
