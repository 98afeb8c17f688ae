package io.sluice.ring;

import static io.sluice.ring.Schedules.forEachStop;
import static io.sluice.ring.Schedules.forEachTwoStops;

import io.sluice.ring.Schedules.Ended;
import io.sluice.ring.Situation.Start;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Kills processes before each access to shared memory, and looks at what is left. */
@Timeout(600) // It only computes, for long, and a busy machine for longer.
class RingCrashTest {
  private static final int LAPS = 4;

  @Test
  void aProcessKilledBeforeAnyAccessLosesNothing() {
    Schedules schedules = new Schedules("one kill");
    for (Start start : Start.of(Situation.ALL, 1, 2, 3, 6)) {
      for (Operation operation : Operation.ALL) {
        forEachStop(
            k -> {
              Crowd crowd = start.crowd();
              Actor victim = crowd.join();
              boolean ended = victim.begin(operation, k);
              schedules.run(crowd::checkAfterTheDeathOfAll, start, operation, "killed at", k);
              return ended;
            });
      }
    }
    schedules.report(3_000);
  }

  @Test
  void aRepairerKilledBeforeAnyAccessLosesNothing() {
    Schedules schedules = new Schedules("a kill, and one in its repair");
    for (Start start : Start.of(Situation.ALL, 1, 2)) {
      for (Operation operation : Operation.CHANGES) {
        forEachTwoStops(
            (k, j) -> {
              Crowd crowd = start.crowd();
              Actor victim = crowd.join();
              boolean ended = victim.begin(operation, k);
              crowd.kill(victim);
              Actor repairer = crowd.join();
              boolean repaired = repairer.begin(a -> a.repair(victim), j);
              schedules.run(
                  crowd::checkAfterTheDeathOfAll,
                  start,
                  operation,
                  "killed at",
                  k,
                  "its repair at",
                  j);
              return new Ended(ended, repaired);
            });
      }
    }
    schedules.report(10_000);
  }

  /** Always at the same place, until the positions have gone round several times. */
  @Test
  void hintsThatNobodyLivesToMoveDoNotLagAWholeRing() {
    Schedules schedules = new Schedules("everybody killed for several laps");
    for (int maxSize : new int[] {1, 2, 6}) {
      for (Operation put : new Operation[] {Operation.PUT, Operation.PUT_RUN}) {
        for (Operation take : new Operation[] {Operation.TAKE_RUN, Operation.TAKE_PART}) {
          forEachTwoStops(
              (k, j) -> {
                Crowd crowd = new Start(maxSize, Situation.NEW).crowd();
                Ended[] last = new Ended[1];
                schedules.run(
                    () -> {
                      for (int i = 0; i < LAPS * (maxSize + 2); i++) {
                        last[0] = new Ended(dieIn(crowd, put, k), dieIn(crowd, take, j));
                      }
                      crowd.checkAfterTheDeathOfAll();
                    },
                    "size",
                    maxSize,
                    put,
                    "killed at",
                    k,
                    take,
                    "killed at",
                    j);
                return last[0];
              });
        }
      }
    }
    schedules.report(1_000);
  }

  private static boolean dieIn(Crowd crowd, Operation operation, int k) {
    Actor victim = crowd.join();
    boolean ended = victim.begin(operation, k);
    crowd.killAndSweep(victim);
    return ended;
  }
}
