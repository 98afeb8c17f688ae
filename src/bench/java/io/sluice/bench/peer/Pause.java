package io.sluice.bench.peer;

import io.sluice.ring.Engine;
import io.sluice.ring.Signal;
import io.sluice.ring.Waiter;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.YieldingIdleStrategy;

/**
 * What to do while there is no room, or no item: yield for a while, then sleep until the engine
 * says that it changed.
 */
final class Pause {
  private static final int YIELDS = 200;
  private static final int LONGEST_MILLIS = 50;

  private final YieldingIdleStrategy yielding = YieldingIdleStrategy.INSTANCE;
  private final Bell bell = new Bell();
  private final Engine engine;
  private final Signal signal;
  private int yields;

  Pause(Engine engine, Signal signal) {
    this.engine = engine;
    this.signal = signal;
  }

  /** The operation succeeded: the next wait starts afresh. */
  void reset() {
    if (yields > YIELDS && !engine.cancel(signal, bell)) {
      bell.rung.drainPermits();
    }
    yields = 0;
  }

  /** Waits a little after a failed try; the caller then tries again. */
  void await() throws InterruptedException {
    yields++;
    if (yields < YIELDS) {
      yielding.idle();
    } else if (yields == YIELDS) {
      engine.await(signal, bell);
      yields++;
    } else {
      bell.rung.tryAcquire(LONGEST_MILLIS, TimeUnit.MILLISECONDS);
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
