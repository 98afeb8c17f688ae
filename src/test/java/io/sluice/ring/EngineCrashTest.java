package io.sluice.ring;

import static io.sluice.ring.Schedules.forEachStop;

import java.util.BitSet;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Kills JVMs before each access to shared memory and before each change of the disk, in all that
 * they do with a queue as a whole: its files, its participants, its waiters, its large items. What
 * they leave is for real repairers, who have the kernel's word for their deaths.
 */
@Timeout(600) // It only computes, for long, and a busy machine for longer.
class EngineCrashTest {
  /** How those who live on come to bury the dead. */
  private enum Burial {
    /** One more JVM opens the queue, or creates it, and cleans the directory. */
    BY_THE_NEXT,
    /** Those who have it open look around. */
    BY_SURVIVORS;

    /** Who does it; the last to join if there is no survivor. */
    SimulatedJvm who(SimulatedHost host) {
      return this == BY_THE_NEXT || host.living().isEmpty() ? host.join() : host.last();
    }

    Consumer<SimulatedJvm> how() {
      return this == BY_THE_NEXT ? SimulatedJvm::createOrOpen : SimulatedJvm::timePasses;
    }
  }

  @Test
  void aJvmKilledBeforeAnyStepLeavesNothingBehind() {
    Schedules schedules = new Schedules("a JVM killed");
    int steps = 0;
    for (Deed deed : Deed.all()) {
      int its = stepsOf(deed);
      System.out.println("crash engine: " + deed + ": " + its + " steps");
      steps += its;
      for (boolean heard : new boolean[] {true, false}) {
        forEachStop(
            k -> {
              try (SimulatedHost host = deed.host()) {
                SimulatedJvm victim = host.last();
                boolean[] ended = {false};
                schedules.run(
                    () -> {
                      ended[0] = victim.dies(deed.body(), k);
                      host.kill(victim, heard);
                      host.check();
                    },
                    deed,
                    "killed at",
                    k,
                    heard ? "heard" : "found");
                return ended[0];
              }
            });
      }
    }
    System.out.println("crash engine: " + Deed.all().size() + " deeds of " + steps + " steps");
    schedules.report(2_000);
  }

  private static int stepsOf(Deed deed) {
    try (SimulatedHost host = deed.host()) {
      host.last().does(deed.body());
      return host.last().steps();
    }
  }

  /**
   * The first is killed wherever that makes a difference to others, and so is the second: before
   * its first step, and after each of its changes.
   */
  @Test
  void aBurierKilledBeforeAnyChangeLeavesNothingBehind() {
    Schedules schedules = new Schedules("a JVM killed, and one that buries it");
    for (Deed deed : Deed.all()) {
      for (Burial burial : Burial.values()) {
        forEach(
            stopsOf(deed),
            k ->
                forEach(
                    stopsOf(deed, k, burial),
                    j ->
                        schedules.run(
                            () -> killTwo(deed, k, burial, j),
                            deed,
                            "killed at",
                            k,
                            burial,
                            "killed at",
                            j)));
      }
    }
    schedules.report(8_000);
  }

  /** Whoever cleans up after a dead deleter meets another queue that has the name by now. */
  @Test
  void whatADeletionLeftIsToldFromTheNextQueue() {
    Schedules schedules = new Schedules("a deleter killed, and its name used again");
    Deed deed = new Deed("delete", Deed.Past.ABANDONED, SimulatedJvm::delete);
    forEach(stopsOf(deed), k -> schedules.run(() -> useNameAgain(deed, k), deed, "killed at", k));
    schedules.report(4);
  }

  private static void useNameAgain(Deed deed, int k) {
    try (SimulatedHost host = deed.host()) {
      SimulatedJvm victim = host.last();
      SimulatedJvm other = host.join();
      // So that it cleans the directory now and not later.
      other.does(SimulatedJvm::open);
      other.does(SimulatedJvm::close);
      victim.dies(deed.body(), k);
      host.killUnseen(victim);
      other.does(SimulatedJvm::createOrOpen);
      if (host.referee() == null) {
        other.does(j -> SimulatedHost.require(j.put(Items.LARGE) == 1, "accepted"));
      }
      host.join().does(SimulatedJvm::createOrOpen);
      other.does(j -> SimulatedHost.require(j.take(1) == 1, "its item is whole"));
      host.check();
    }
  }

  private static void killTwo(Deed deed, int k, Burial burial, int j) {
    try (SimulatedHost host = deed.host()) {
      SimulatedJvm victim = host.last();
      victim.dies(deed.body(), k);
      host.killUnseen(victim);
      SimulatedJvm burier = burial.who(host);
      burier.dies(burial.how(), j);
      host.kill(burier, true);
      host.check();
    }
  }

  private static BitSet stopsOf(Deed deed) {
    try (SimulatedHost host = deed.host()) {
      host.last().does(deed.body());
      return host.last().stops();
    }
  }

  private static BitSet stopsOf(Deed deed, int k, Burial burial) {
    try (SimulatedHost host = deed.host()) {
      SimulatedJvm victim = host.last();
      victim.dies(deed.body(), k);
      host.killUnseen(victim);
      SimulatedJvm burier = burial.who(host);
      burier.does(burial.how());
      return burier.stops();
    }
  }

  private static void forEach(BitSet stops, IntConsumer schedule) {
    stops.stream().forEach(schedule);
  }
}
