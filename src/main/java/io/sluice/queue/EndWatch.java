package io.sluice.queue;

import io.sluice.ring.Engine;
import io.sluice.ring.Signal;
import io.sluice.ring.Waiter;

/**
 * Tells a drain of the stream's end while it waits for something else: a silent publisher's items,
 * or demand. Begun and ended by the drain alone; a JVM's service thread tells.
 */
final class EndWatch {
  private final Engine engine;
  private final Waiter waiter;
  private boolean begun;

  EndWatch(Engine engine, Runnable told) {
    this.engine = engine;
    this.waiter =
        new Waiter() {
          @Override
          protected void wake() {
            told.run();
          }
        };
  }

  /** Whoever begins has to look once more whether the stream has ended. */
  void begin() {
    if (!begun) {
      begun = true;
      engine.await(Signal.ENDED, waiter);
    }
  }

  void end() {
    if (begun) {
      engine.cancel(Signal.ENDED, waiter);
    }
  }
}
