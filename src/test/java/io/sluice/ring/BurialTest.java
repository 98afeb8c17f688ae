package io.sluice.ring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * One is paused anywhere while it buries a dead JVM; others bury it meanwhile, and a living one
 * takes its place.
 */
class BurialTest {
  @Test
  void whoTakesTheDeadOnesPlaceIsNotBuriedInIt() {
    Schedules schedules = new Schedules("a place taken during a burial");
    Schedules.forEachStop(
        k -> {
          boolean[] ended = {false};
          schedules.run(() -> ended[0] = burial(k), k);
          return ended[0];
        });
    schedules.report(20);
  }

  private static boolean burial(int k) {
    try (SimulatedHost host = SimulatedHost.ofQueue(false)) {
      SimulatedJvm paused = host.join();
      paused.does(SimulatedJvm::create);
      host.watch();
      SimulatedJvm other = host.join();
      other.does(SimulatedJvm::open);
      SimulatedJvm victim = host.join();
      victim.does(SimulatedJvm::open);
      victim.does(jvm -> jvm.put(Items.SMALL));
      host.killUnseen(victim);
      boolean ended = paused.pauses(jvm -> jvm.loses(victim), k);
      other.does(jvm -> jvm.loses(victim));
      other.does(SimulatedJvm::timePasses);
      SimulatedJvm next = host.join();
      next.does(SimulatedJvm::open);
      next.does(jvm -> jvm.put(Items.SMALL));
      paused.goOn();
      next.does(jvm -> assertThat(jvm.take(2)).isEqualTo(2));
      host.check();
      return ended;
    }
  }
}
