package io.sluice.ring;

import static io.sluice.ring.Schedules.forEachTwoStops;

import io.sluice.ring.Schedules.Ended;
import io.sluice.ring.Situation.Start;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Repairs beside other operations and beside other repairs, each paused before any access. */
@Timeout(600) // It only computes, for long, and a busy machine for longer.
class RingRepairTest {
  private static final List<Operation> DYING =
      List.of(Operation.PUT_RUN, Operation.TAKE_RUN, Operation.TAKE_PART);
  private static final List<Start> STARTS =
      Start.of(List.of(Situation.ONE_ITEM, Situation.SOME_TO_REDELIVER), 2);

  /** What others do, among it another repair of the same dead process. */
  private static final List<Function<Actor, Operation>> OTHERS =
      List.of(
          dead -> Operation.PUT_RUN,
          dead -> Operation.TAKE_RUN,
          dead -> Operation.NACK,
          RingRepairTest::repairOf);

  private static Operation repairOf(Actor dead) {
    return new Operation("repair", a -> a.repair(dead));
  }

  /** What happens once the victim is dead; whether what was paused at j had come to its end. */
  private interface Sequel {
    boolean run(Crowd crowd, Actor victim, Operation other, int j);
  }

  @Test
  void aRepairThatSleepsTakesNothingFromThoseWhoWentOn() {
    afterEachDeath(
        "a paused repair",
        (crowd, victim, other, j) -> {
          Actor repairer = crowd.join();
          boolean ended = repairer.begin(repairOf(victim), j);
          crowd.join().run(other);
          crowd.goRound(1);
          repairer.goOn();
          return ended;
        });
  }

  @Test
  void aProcessThatSleepsDuringARepairGoesOn() {
    afterEachDeath(
        "a pause during a repair",
        (crowd, victim, other, j) -> {
          Actor paused = crowd.join();
          boolean ended = paused.begin(other, j);
          crowd.sweep();
          paused.goOn();
          return ended;
        });
  }

  private static void afterEachDeath(String what, Sequel sequel) {
    Schedules schedules = new Schedules(what);
    for (Start start : STARTS) {
      for (Operation dying : DYING) {
        for (Function<Actor, Operation> others : OTHERS) {
          forEachTwoStops(
              (k, j) -> {
                Crowd crowd = start.crowd();
                Actor victim = crowd.join();
                boolean ended = victim.begin(dying, k);
                crowd.kill(victim);
                Operation other = others.apply(victim);
                boolean[] secondEnded = {false};
                schedules.run(
                    () -> {
                      secondEnded[0] = sequel.run(crowd, victim, other, j);
                      crowd.checkAfterTheDeathOfAll();
                    },
                    start,
                    dying,
                    "killed at",
                    k,
                    "paused at",
                    j,
                    other);
                return new Ended(ended, secondEnded[0]);
              });
        }
      }
    }
    schedules.report(4_000);
  }
}
