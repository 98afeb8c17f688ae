package io.sluice.ring;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random schedules of several JVMs that open, use and leave a queue and bury each other, each
 * paused or killed anywhere, several at once.
 *
 * <p>Each schedule has a seed of its own, named when it fails; {@code -Dsluice.schedule=<seed>}
 * runs that one alone and tells its steps.
 */
@Timeout(600) // It only computes, for long, and a busy machine for longer.
class EngineRandomTest {
  private static final int SCHEDULES = 500;
  private static final int STEPS = 24;
  private static final int S = Items.SMALL;
  private static final int L = Items.LARGE;

  /** What one does who has the queue open. */
  private static final List<Map.Entry<String, Consumer<SimulatedJvm>>> OPERATIONS =
      List.of(
          Map.entry("put", j -> j.put(S)),
          Map.entry("put large", j -> j.put(L)),
          Map.entry("put a run", j -> j.put(L, S)),
          Map.entry("take", j -> j.take(1)),
          Map.entry("take a run", j -> j.take(3)),
          Map.entry("hold", j -> j.hold(2)),
          Map.entry("settle", SimulatedJvm::settleHeld),
          Map.entry("give back", SimulatedJvm::giveBackHeld),
          Map.entry("give back a run", j -> j.giveBackRun(2)),
          Map.entry("await", SimulatedJvm::await),
          Map.entry("cancel", SimulatedJvm::cancelWaits),
          Map.entry("look around", SimulatedJvm::timePasses),
          Map.entry("look around", SimulatedJvm::timePasses),
          Map.entry("close", SimulatedJvm::close));

  @Test
  void randomSchedulesOfKillsAndPausesLoseNothing() {
    Schedules schedules = new Schedules("random JVMs");
    for (long seed : Schedules.seeds(SCHEDULES)) {
      schedules.run(
          () -> {
            try (SimulatedHost host = SimulatedHost.ofQueue(false)) {
              new RandomSchedule(host, new Random(seed)).run();
            }
          },
          "seed",
          seed);
    }
    schedules.report(SCHEDULES);
  }

  private record RandomSchedule(SimulatedHost host, Random random) {
    void run() {
      SimulatedJvm first = host.join();
      first.does(SimulatedJvm::create);
      host.watch();
      int jvms = 2 + random.nextInt(3);
      for (int i = 0; i < STEPS; i++) {
        if (host.living().size() < jvms) {
          host.join();
        }
        List<SimulatedJvm> living = host.living();
        step(living.get(random.nextInt(living.size())));
      }
      for (SimulatedJvm jvm : host.living()) {
        if (jvm.isPaused()) {
          end(jvm);
        }
      }
      host.check();
    }

    private void step(SimulatedJvm jvm) {
      if (jvm.isPaused()) {
        if (random.nextInt(3) == 0) {
          end(jvm);
        }
      } else if (!jvm.isOpen()) {
        step(jvm, "open", SimulatedJvm::createOrOpen);
      } else if (random.nextInt(100) == 0) {
        step(jvm, "complete", j -> j.engine().complete());
      } else {
        var operation = OPERATIONS.get(random.nextInt(OPERATIONS.size()));
        step(jvm, operation.getKey(), operation.getValue());
      }
    }

    private void step(SimulatedJvm jvm, String name, Consumer<SimulatedJvm> operation) {
      int k = random.nextInt(random.nextBoolean() ? 12 : 90);
      switch (random.nextInt(6)) {
        case 0 -> {
          tell(jvm, name, "killed", k);
          boolean unused = jvm.dies(operation, k);
          kill(jvm);
        }
        case 1 -> {
          tell(jvm, name, "paused", k);
          boolean unused = jvm.pauses(operation, k);
        }
        default -> {
          tell(jvm, name, "whole", 0);
          jvm.does(operation);
        }
      }
    }

    /** Of a pause. */
    private void end(SimulatedJvm jvm) {
      boolean killed = random.nextInt(3) == 0;
      tell(jvm, "paused", killed ? "killed" : "goes on", 0);
      if (killed) {
        kill(jvm);
      } else {
        jvm.goOn();
      }
    }

    private void kill(SimulatedJvm jvm) {
      if (random.nextInt(3) == 0) {
        host.killUnseen(jvm);
      } else {
        host.kill(jvm, random.nextBoolean());
      }
    }

    private static void tell(SimulatedJvm jvm, String what, String how, int k) {
      if (Schedules.isReplay()) {
        System.out.println(jvm + ": " + what + ", " + how + " at " + k);
      }
    }
  }
}
