package io.sluice.worker;

import io.sluice.SluiceException;
import org.jspecify.annotations.Nullable;

/**
 * A task failed in its worker; the worker goes on. What the task threw travels as text, since its
 * class may not be serializable; the text is also the cause's message, so that a log shows it.
 */
public class RemoteTaskException extends SluiceException {

  private static final long serialVersionUID = 1L;

  private final String remoteClassName;
  private final @Nullable String remoteMessage;
  private final String remoteStackTrace;

  /**
   * Creates the failure.
   *
   * @param remoteClassName the class of what the task threw
   * @param remoteMessage its message, or null when it had none
   * @param remoteStackTrace its stack trace with its causes, as the worker printed it
   */
  public RemoteTaskException(
      String remoteClassName, @Nullable String remoteMessage, String remoteStackTrace) {
    super(
        "The task failed with "
            + (remoteMessage == null ? remoteClassName : remoteClassName + ": " + remoteMessage),
        new RemoteTrace(remoteStackTrace));
    this.remoteClassName = remoteClassName;
    this.remoteMessage = remoteMessage;
    this.remoteStackTrace = remoteStackTrace;
  }

  /**
   * Returns the class of what the task threw.
   *
   * @return the class's name
   */
  public String remoteClassName() {
    return remoteClassName;
  }

  /**
   * Returns the message of what the task threw.
   *
   * @return the message, or null when it had none
   */
  public @Nullable String remoteMessage() {
    return remoteMessage;
  }

  /**
   * Returns the stack trace of what the task threw, with its causes.
   *
   * @return the lines as the worker printed them; long ones cut at the end
   */
  public String remoteStackTrace() {
    return remoteStackTrace;
  }
}
