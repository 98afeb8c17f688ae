package io.sluice.examples;

/** A command line that cannot be understood; the message is for whoever typed it. */
public final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong with which option. */
  public UsageException(String message) {
    super(message);
  }
}
