package io.sluice;

import org.jspecify.annotations.Nullable;

/**
 * A failure that another process reported. It travels as text, because its class may not exist
 * here, and because nobody should have to load a class that another process names.
 */
public class RemoteFailureException extends SluiceException {

  private static final long serialVersionUID = 1L;

  private final String remoteClassName;
  private final @Nullable String remoteMessage;
  private final String remoteStackTrace;

  /**
   * Creates the failure.
   *
   * @param remoteClassName the name of the exception's class in the other process
   * @param remoteMessage the exception's message, or null when it had none
   * @param remoteStackTrace the exception's stack trace as the other process printed it
   */
  public RemoteFailureException(
      String remoteClassName, @Nullable String remoteMessage, String remoteStackTrace) {
    super(
        "Another process failed with "
            + (remoteMessage == null ? remoteClassName : remoteClassName + ": " + remoteMessage));
    this.remoteClassName = remoteClassName;
    this.remoteMessage = remoteMessage;
    this.remoteStackTrace = remoteStackTrace;
  }

  /**
   * Returns the class of the exception in the other process.
   *
   * @return the class's name
   */
  public String remoteClassName() {
    return remoteClassName;
  }

  /**
   * Returns the message of the exception in the other process.
   *
   * @return the message, or null when it had none
   */
  public @Nullable String remoteMessage() {
    return remoteMessage;
  }

  /**
   * Returns the stack trace of the exception in the other process.
   *
   * @return the lines as that process printed them
   */
  public String remoteStackTrace() {
    return remoteStackTrace;
  }
}
