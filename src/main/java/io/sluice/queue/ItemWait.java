package io.sluice.queue;

import io.sluice.queue.Drain.Then;
import io.sluice.ring.Engine;
import io.sluice.ring.Signal;
import io.sluice.ring.Waiter;
import org.jspecify.annotations.Nullable;

/**
 * How a drain waits for what it takes. Confined to the drain, but for {@link #wake}: any thread
 * wakes, and {@code woken} says that it did until the drain has looked again or passed it on.
 */
final class ItemWait extends Waiter {
  private final Engine engine;
  private final Drain drain;
  private final Pause pause = new Pause();
  private volatile @Nullable Signal asleepFor;
  private volatile boolean woken;

  ItemWait(Engine engine, Drain drain) {
    this.engine = engine;
    this.drain = drain;
  }

  @Override
  protected void wake() {
    woken = true;
    asleepFor = null;
    drain.signal();
  }

  /** The drain is about to look. */
  void look() {
    if (woken) {
      woken = false;
    }
  }

  /** Something was found. */
  void found() {
    stayAwake();
    pause.progress();
  }

  /** Adds the waiter, if it is not there yet, which calls for one more look. */
  Then sleep(Signal signal) {
    if (asleepFor != null && asleepFor != signal) {
      stayAwake();
    }
    if (asleepFor != null) {
      return Then.WAIT;
    }
    if (pause.isWorthwhile(drain.isScheduled())) {
      return Then.GO_ON;
    }
    asleepFor = signal;
    engine.await(signal, this);
    return Then.GO_ON;
  }

  /** Takes the waiter out; if somebody else has, its wake is on its way, and ends the sleep. */
  private void stayAwake() {
    Signal asleep = asleepFor;
    if (asleep != null && engine.cancel(asleep, this)) {
      asleepFor = null;
    }
  }

  /** Woken, but not taking: another consumer shall. */
  void passOn() {
    if (woken) {
      woken = false;
      engine.passOn(Signal.ITEMS);
    }
  }

  /** Waits no more; a wake that is on its way is for another consumer. */
  void end() {
    stayAwake();
    woken |= asleepFor != null;
    passOn();
  }
}
