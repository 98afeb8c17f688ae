package io.sluice.ring;

/** What a waiter waits for. */
public enum Signal {
  /** Something to take, or the end of the stream. */
  ITEMS(0),

  /** Room to put, or the end of the stream. */
  ROOM(1),

  /**
   * That nothing accepted is unsettled, or that a stream which has ended can deliver nothing more.
   */
  SETTLED(2),

  /** The end of the stream alone, by whoever has nothing to take or to put. */
  ENDED(3);

  static final int COUNT = 4;

  /** Its number; see {@link WaitFlags} for its place in the shared memory. */
  final int index;

  Signal(int index) {
    this.index = index;
  }
}
