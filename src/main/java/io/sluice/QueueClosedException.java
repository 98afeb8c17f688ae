package io.sluice;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The queue takes or gives no more: this handle was closed, or the queue was completed or failed
 * for every process. After a failure the cause is the {@link RemoteFailureException} it ended in.
 */
public class QueueClosedException extends SluiceException {

  private static final long serialVersionUID = 1L;

  private final URI address;

  /**
   * Creates the failure.
   *
   * @param address the queue's address
   * @param why what ended it, in a few words such as "this handle was closed"
   */
  public QueueClosedException(URI address, String why) {
    this(address, why, null);
  }

  /**
   * Creates the failure that follows from another one.
   *
   * @param address the queue's address
   * @param why what ended it, in a few words such as "the queue failed"
   * @param cause the failure that the queue ended in, or null when there is none
   */
  public QueueClosedException(URI address, String why, @Nullable Throwable cause) {
    super("Queue " + address + " is closed: " + why, cause);
    this.address = address;
  }

  /**
   * Returns the address of the queue that is closed.
   *
   * @return the queue's address
   */
  public URI address() {
    return address;
  }
}
