package io.sluice.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A thread that waits as the contract says: add the waiter, try once more, and only then rely on
 * being woken.
 */
final class Sleeper extends Waiter {
  private final Engine engine;
  private final Semaphore woken = new Semaphore(0);
  private @Nullable Signal signal;

  Sleeper(Engine engine) {
    this.engine = engine;
  }

  @Override
  protected void wake() {
    woken.release();
  }

  /** After an attempt came to nothing: the first time adds the waiter, the second time sleeps. */
  void sleep(Signal wanted) throws InterruptedException {
    if (signal == wanted) {
      assertThat(woken.tryAcquire(EngineHandle.PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
          .as("woken while waiting for " + wanted)
          .isTrue();
      signal = null;
    } else {
      getUp();
      signal = wanted;
      engine.await(wanted, this);
    }
  }

  /** No more waiting; a wake that came meanwhile goes to the next. */
  void getUp() {
    Signal waited = signal;
    signal = null;
    if (waited != null && !engine.cancel(waited, this)) {
      woken.acquireUninterruptibly();
      engine.passOn(waited);
    }
  }
}
