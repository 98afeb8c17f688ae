package io.sluice;

import java.net.URI;

/**
 * An item was not accepted because the queue stayed full until the sender's deadline. The item is
 * still the sender's: no process has seen it.
 */
public class QueueFullException extends SluiceException {

  private static final long serialVersionUID = 1L;

  private final URI address;
  private final int maxSize;

  /**
   * Creates the failure.
   *
   * @param address the queue's address
   * @param maxSize the bound that was reached, in items accepted and not yet settled
   */
  public QueueFullException(URI address, int maxSize) {
    super("Queue " + address + " is full: maxSize is " + maxSize);
    this.address = address;
    this.maxSize = maxSize;
  }

  /**
   * Returns the address of the queue that was full.
   *
   * @return the queue's address
   */
  public URI address() {
    return address;
  }

  /**
   * Returns the bound that was reached.
   *
   * @return the most items that may be accepted and not yet settled, over all processes together
   */
  public int maxSize() {
    return maxSize;
  }
}
