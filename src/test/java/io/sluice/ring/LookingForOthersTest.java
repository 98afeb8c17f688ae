package io.sluice.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Somebody is stopped between a commit and the rings that follow from it, and those who wait look
 * around seldom: a JVM that does not wait itself wakes them. If they glance only, that tells them.
 */
class LookingForOthersTest {
  private static final int ROOM = SimulatedHost.MAX_SIZE;

  private final Schedules schedules = new Schedules("looking for others");
  private final AtomicInteger notRung = new AtomicInteger();

  @Test
  void itemsThatNobodyWasToldOf() {
    anyStop(empty -> {}, jvm -> jvm.put(Items.SMALL), Signal.ITEMS);
  }

  @Test
  void roomThatNobodyWasToldOf() {
    anyStop(LookingForOthersTest::fill, jvm -> jvm.take(1), Signal.ROOM);
  }

  @Test
  void anEndThatNobodyWasToldOf() {
    anyStop(empty -> {}, jvm -> jvm.engine().complete(), Signal.ENDED);
  }

  private static void fill(SimulatedJvm jvm) {
    for (int i = 0; i < ROOM; i++) {
      jvm.put(Items.SMALL);
    }
  }

  private void anyStop(
      Consumer<SimulatedJvm> before, Consumer<SimulatedJvm> operation, Signal signal) {
    Schedules.forEachStop(
        k -> {
          boolean[] ended = {false};
          schedules.run(() -> ended[0] = stop(before, operation, signal, k), signal, k);
          return ended[0];
        });
    assertThat(notRung.get()).as("stops between the commit and the rings").isPositive();
  }

  private boolean stop(
      Consumer<SimulatedJvm> before, Consumer<SimulatedJvm> operation, Signal signal, int k) {
    try (SimulatedHost host = SimulatedHost.ofQueue(false)) {
      SimulatedJvm first = host.join();
      first.does(SimulatedJvm::create);
      first.does(before);
      host.watch();
      SimulatedJvm stopped = host.join();
      SimulatedJvm waiting = host.join();
      stopped.does(SimulatedJvm::open);
      waiting.does(SimulatedJvm::open);
      Woken waiter = new Woken();
      waiting.does(jvm -> jvm.engine().await(signal, waiter));
      boolean ended = stopped.pauses(operation, k);
      hears(waiting);
      boolean[] cause = {false};
      first.does(jvm -> cause[0] = isCause(jvm.engine(), signal));
      if (cause[0] && waiter.wakes() == 0) {
        notRung.incrementAndGet();
      }
      boolean rung = waiter.wakes() > 0;
      waiting.does(jvm -> assertThat(jvm.glances()).as("sees it").isEqualTo(cause[0] && !rung));
      first.does(SimulatedJvm::timePasses);
      hears(waiting);
      assertThat(waiter.wakes() > 0).as("woken").isEqualTo(cause[0]);
      return ended;
    }
  }

  /** A call is accepted, its caller introduced, and the ring read, at one turn each. */
  private static void hears(SimulatedJvm jvm) {
    for (int turn = 0; turn < 3; turn++) {
      jvm.does(SimulatedJvm::hear);
    }
  }

  private static boolean isCause(SharedMemoryEngine engine, Signal signal) {
    return switch (signal) {
      case ITEMS -> !engine.isEmpty();
      case ROOM -> !engine.isFull();
      case SETTLED -> engine.isSettled();
      case ENDED -> engine.isClosed();
    };
  }
}
