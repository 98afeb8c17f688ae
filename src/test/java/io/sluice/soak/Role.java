package io.sluice.soak;

/** What a process of the crowd does. */
enum Role {
  /** Sends with {@code put}. */
  PUT(false),

  /** Sends with {@code send}, some at a time. */
  SEND(false),

  /** Sends with {@code sendAll}. */
  SEND_ALL(false),

  /** Receives with {@code poll}, waiting. */
  TAKE(true),

  /** Receives with {@code receive}. */
  RECEIVE(true),

  /** Receives with {@code receiveManualAck}, and settles one way or another. */
  ACKNOWLEDGE(true),

  /** Locks and unlocks. */
  LOCK(false);

  private final boolean consumer;

  Role(boolean consumer) {
    this.consumer = consumer;
  }

  boolean isConsumer() {
    return consumer;
  }

  /** Whether its items are settled before it has written them down: one at most is. */
  boolean settlesFirst() {
    return this == TAKE || this == RECEIVE;
  }
}
