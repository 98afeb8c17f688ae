package io.sluice.ring;

import io.sluice.ring.Situation.Start;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random schedules of several processes, repairs among them, each stopped anywhere, killed or let
 * go.
 *
 * <p>Each schedule has a seed of its own, named when it fails; {@code -Dsluice.schedule=<seed>}
 * runs that one alone and tells its steps.
 */
@Timeout(600) // It only computes, for long, and a busy machine for longer.
class RingRandomTest {
  private static final int SCHEDULES = 12_000;
  private static final int STEPS = 80;
  private static final List<Operation> COMMON =
      Operation.ALL.stream().filter(o -> !o.equals(Operation.COMPLETE)).toList();

  @Test
  void randomSchedulesOfKillsAndPausesLoseNothing() {
    Schedules schedules = new Schedules("random");
    for (long seed : Schedules.seeds(SCHEDULES)) {
      RandomSchedule schedule = new RandomSchedule(new Random(seed));
      schedules.run(schedule::run, "seed", seed);
    }
    schedules.report(SCHEDULES);
  }

  private static final class RandomSchedule {
    private final Random random;
    private final Crowd crowd;
    private final List<Actor> living = new ArrayList<>();
    private final List<Actor> dead = new ArrayList<>();

    RandomSchedule(Random random) {
      this.random = random;
      int maxSize = 1 + random.nextInt(random.nextBoolean() ? 2 : 6);
      this.crowd = new Start(maxSize, Situation.NEW).crowd();
    }

    void run() {
      int processes = 2 + random.nextInt(3);
      for (int i = 0; i < STEPS; i++) {
        if (living.size() < processes) {
          living.add(crowd.join());
        }
        step(living.get(random.nextInt(living.size())));
      }
      if (random.nextInt(4) == 0) {
        crowd.checkWhileStopped();
      }
      crowd.checkAfterTheDeathOfAll();
    }

    private void step(Actor actor) {
      int accesses = 1 + random.nextInt(random.nextBoolean() ? 4 : 40);
      if (random.nextInt(25) == 0) {
        tell(actor, "killed", 0);
        living.remove(actor);
        dead.add(actor);
        crowd.kill(actor);
      } else if (actor.isBusy()) {
        tell(actor, "goes on", accesses);
        actor.goOn(accesses);
      } else {
        Operation next = next();
        tell(actor, next.name(), accesses);
        actor.begin(next, accesses);
      }
    }

    private Operation next() {
      if (!dead.isEmpty() && random.nextInt(4) == 0) {
        Actor victim = dead.get(random.nextInt(dead.size()));
        return new Operation("repair " + victim.id, a -> a.repair(victim));
      }
      return random.nextInt(200) == 0
          ? Operation.COMPLETE
          : COMMON.get(random.nextInt(COMMON.size()));
    }

    private void tell(Actor actor, String what, int accesses) {
      if (Schedules.isReplay()) {
        System.out.println("process " + actor.id + ": " + what + ", accesses " + accesses);
      }
    }
  }
}
