package io.sluice.ring;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** A waiter that counts its wakes. */
class Woken extends Waiter {
  private final AtomicInteger wakes = new AtomicInteger();

  @Override
  protected void wake() {
    wakes.incrementAndGet();
  }

  int wakes() {
    return wakes.get();
  }

  void expectWake() {
    await("a wake")
        .pollInterval(Duration.ofMillis(1))
        .atMost(EngineHandle.PATIENCE)
        .until(() -> wakes.get() > 0);
  }
}
