package io.sluice;

import org.jspecify.annotations.Nullable;

/**
 * The root of all failures that this library reports by itself. Unchecked; null arguments and calls
 * in the wrong state use the JDK's own exceptions instead.
 */
public class SluiceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates a failure that has no other one as its cause.
   *
   * @param message what failed, on what, and what was expected
   */
  public SluiceException(String message) {
    super(message);
  }

  /**
   * Creates a failure that follows from another one.
   *
   * @param message what failed, on what, and what was expected
   * @param cause the failure underneath, or null when there is none
   */
  public SluiceException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
