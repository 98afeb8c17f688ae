package io.sluice.worker;

import io.sluice.SluiceException;

/** The pool is closed, or drains before it closes: it takes no calls, and ends those it had. */
public class PoolClosedException extends SluiceException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the failure.
   *
   * @param why what became of the pool or of the call, in a few words
   */
  public PoolClosedException(String why) {
    super("The worker pool is closed: " + why);
  }
}
