package io.sluice;

/**
 * An item's encoded form is larger than the queue allows. It fails at once, on a full queue as
 * well, since waiting could never help.
 */
public class ItemTooLargeException extends SluiceException {

  private static final long serialVersionUID = 1L;

  private final long itemSize;
  private final long maxItemSize;

  /**
   * Creates the failure.
   *
   * @param itemSize the item's encoded size in bytes, or as much of it as was seen when encoding
   *     was given up
   * @param maxItemSize the queue's limit in bytes
   */
  public ItemTooLargeException(long itemSize, long maxItemSize) {
    super("Item of " + itemSize + " bytes is too large: maxItemSize is " + maxItemSize + " bytes");
    this.itemSize = itemSize;
    this.maxItemSize = maxItemSize;
  }

  /**
   * Returns the size of the item that was refused.
   *
   * @return the encoded size in bytes, or as much of it as was seen when encoding was given up
   */
  public long itemSize() {
    return itemSize;
  }

  /**
   * Returns the queue's limit.
   *
   * @return the largest encoded size in bytes that the queue accepts
   */
  public long maxItemSize() {
    return maxItemSize;
  }
}
