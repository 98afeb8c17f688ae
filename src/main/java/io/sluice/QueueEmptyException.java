package io.sluice;

import java.net.URI;
import java.time.Duration;

/**
 * No item came until the receiver's deadline. Nothing is lost: an item that arrives later is there
 * for the next receiver.
 */
public class QueueEmptyException extends SluiceException {

  private static final long serialVersionUID = 1L;

  private final URI address;
  private final Duration waited;

  /**
   * Creates the failure.
   *
   * @param address the queue's address
   * @param waited how long the receiver was prepared to wait
   */
  public QueueEmptyException(URI address, Duration waited) {
    super("Queue " + address + " stayed empty for " + waited);
    this.address = address;
    this.waited = waited;
  }

  /**
   * Returns the address of the queue that stayed empty.
   *
   * @return the queue's address
   */
  public URI address() {
    return address;
  }

  /**
   * Returns how long the receiver was prepared to wait.
   *
   * @return the time-out that passed
   */
  public Duration waited() {
    return waited;
  }
}
