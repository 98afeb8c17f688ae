package io.sluice.bench.peer;

import io.sluice.ring.Engine;
import io.sluice.ring.Signal;
import io.sluice.ring.Waiter;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** What to do while there is no room, or no item: sleep until the engine says that it changed. */
final class Pause {
  private static final int LONGEST_MILLIS = 50;

  private final Bell bell = new Bell();
  private final Engine engine;
  private final Signal signal;
  private boolean asleep;

  Pause(Engine engine, Signal signal) {
    this.engine = engine;
    this.signal = signal;
  }

  /** The operation succeeded: the next wait starts afresh. */
  void reset() {
    if (asleep && !engine.cancel(signal, bell)) {
      bell.rung.drainPermits();
    }
    asleep = false;
  }

  /**
   * Waits a little after a failed try; the caller then tries again.
   *
   * @param inPart whether the try succeeded with a part of the items
   */
  void await(boolean inPart) throws InterruptedException {
    if (!asleep) {
      asleep = true;
      engine.await(signal, bell);
      if (!inPart || !engine.isRoomGrowing()) {
        return;
      }
    }
    if (bell.rung.tryAcquire(LONGEST_MILLIS, TimeUnit.MILLISECONDS)) {
      engine.await(signal, bell);
    }
  }

  private static final class Bell extends Waiter {
    final Semaphore rung = new Semaphore(0);

    @Override
    protected void wake() {
      rung.release();
    }
  }
}
