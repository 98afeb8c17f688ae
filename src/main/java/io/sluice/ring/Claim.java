package io.sluice.ring;

/**
 * One claimed item, to be settled or given back by any thread; the second of these does nothing.
 */
public interface Claim {
  /**
   * How often the item was, or may have been, delivered before.
   *
   * @return 0 at first
   */
  int earlierDeliveries();

  /**
   * Copies the item's bytes. Reads a file if the item is large.
   *
   * @return the encoded item
   */
  byte[] payload();

  /**
   * Ends the item's life.
   *
   * @return whether it was the caller's still
   */
  boolean settle();

  /**
   * Puts the item back, ahead of newer ones.
   *
   * @param delivered whether a consumer has seen it, or may have
   * @return whether it was the caller's still
   */
  boolean giveBack(boolean delivered);
}
