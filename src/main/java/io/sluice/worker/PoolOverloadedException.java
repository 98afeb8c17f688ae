package io.sluice.worker;

import io.sluice.SluiceException;

/**
 * A call was refused because the pool had as many as it takes. It was not begun; nothing is wrong
 * with the pool, and a later call may be accepted.
 */
public class PoolOverloadedException extends SluiceException {

  private static final long serialVersionUID = 1L;

  private final int size;
  private final int queueCapacity;

  /**
   * Creates the failure.
   *
   * @param size how many tasks the pool runs at a time
   * @param queueCapacity how many more it lets wait
   */
  public PoolOverloadedException(int size, int queueCapacity) {
    super(
        "The worker pool is full: size "
            + size
            + " and queueCapacity "
            + queueCapacity
            + " allow "
            + ((long) size + queueCapacity)
            + " calls at a time");
    this.size = size;
    this.queueCapacity = queueCapacity;
  }

  /**
   * Returns how many tasks the pool runs at a time.
   *
   * @return the pool's size
   */
  public int size() {
    return size;
  }

  /**
   * Returns how many calls the pool lets wait.
   *
   * @return the queue's capacity
   */
  public int queueCapacity() {
    return queueCapacity;
  }
}
