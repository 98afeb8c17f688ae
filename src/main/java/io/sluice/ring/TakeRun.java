package io.sluice.ring;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Items claimed together, numbered from 0 in the order of the queue. Each is settled, given back or
 * detached, once; then the run is {@linkplain #finish finished} and may take again. Confined to one
 * operation at a time.
 */
public interface TakeRun {
  /**
   * Claims items. The run must be finished.
   *
   * @param most how many at most; no more than the run was made for
   * @return how many, 1 or more; {@link Engine#NONE}; {@link Engine#DRAINING}; {@link
   *     Engine#CLOSED}; {@link Engine#LATER}
   */
  int take(int most);

  /**
   * How often the item was, or may have been, delivered before.
   *
   * @param item its number
   * @return 0 at first
   */
  int earlierDeliveries(int item);

  /**
   * The item's size.
   *
   * @param item its number
   * @return in encoded bytes
   */
  int length(int item);

  /**
   * The item's bytes. An item larger than {@link Engine#quickItemSize()} is read from a file by
   * this call.
   *
   * @param item its number
   * @return a heap buffer, good until the next call
   */
  ByteBuffer payload(int item);

  /**
   * The item's bytes as an array that is nobody else's, if there is one.
   *
   * @param item its number
   * @return the array, to be kept; null if the item's bytes are to be copied
   */
  default byte @Nullable [] owned(int item) {
    return null;
  }

  /**
   * Ends the item's life: only an item that is settled may be handed over for good. The room of an
   * item larger than {@link Engine#quickItemSize()} is back a moment later.
   *
   * @param item its number
   * @return 1; {@link Engine#NONE} if it was not the caller's any more and must be dropped; {@link
   *     Engine#LATER}
   */
  int settle(int item);

  /**
   * The same on a thread that may block: the room is back by the run's end, whatever the item's
   * size.
   *
   * @param item its number
   * @return as {@link #settle}
   */
  default int settleHere(int item) {
    return settle(item);
  }

  /**
   * Puts the item back, ahead of newer ones.
   *
   * @param item its number
   * @param delivered whether a consumer has seen it, or may have
   */
  void giveBack(int item, boolean delivered);

  /**
   * Takes the item out of the run, to be settled at leisure.
   *
   * @param item its number
   * @return the claim
   */
  Claim detach(int item);

  /**
   * The run's items are all dealt with: the room of those settled is made known. Where {@link
   * #finishAndGoOn} has put off to tell senders of room, they are told now.
   */
  void finish();

  /**
   * The same for a taker that takes again right away, or else calls {@link #finish} then. An engine
   * may tell waiting senders of the room later, together with more: senders that follow close
   * behind a taker slow it down.
   */
  default void finishAndGoOn() {
    finish();
  }
}
