package io.sluice.queue;

import java.time.Duration;

/**
 * An item that is yours until you settle it. When its holder dies, cancels its subscription or
 * closes its handle, it goes to another consumer with the next {@link #attempt()}.
 *
 * <p>The first settlement counts; every later one does nothing, on any thread. None of the methods
 * blocks.
 *
 * @param <T> the item's type
 */
public interface Delivery<T> {
  /**
   * The item.
   *
   * @return the decoded item
   */
  T value();

  /**
   * How often the item has been delivered, this time included. Above 1 it may have been processed
   * before.
   *
   * @return 1 at first; counting ends at 256
   */
  int attempt();

  /** Done: the item leaves the queue. */
  void ack();

  /** Not done: the item goes back, ahead of newer ones. */
  void nack();

  /**
   * Not done: the item goes back, ahead of newer ones, after a while in which it is still in
   * flight. Should this process die or its handle be closed before, it goes back then.
   *
   * @param delay how long; by {@code Schedulers.parallel()}'s clock
   */
  void nack(Duration delay);

  /**
   * Never again: the item goes to the queue's dead letters if it has any, or is dropped. It is in
   * flight until they have accepted it; what they do not accept comes back, see {@link
   * SharedQueue.Builder#deadLetters}.
   */
  void reject();
}
