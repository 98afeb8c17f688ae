package io.sluice.ring;

import static io.sluice.ring.Schedules.forEachStop;

import io.sluice.SluiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Pauses a JVM before each access to shared memory and before each change of the disk; others go on
 * meanwhile, or join and die, or delete the queue; then it goes on as if nothing had been, or dies.
 */
@Timeout(600) // It only computes, for long, and a busy machine for longer.
class EnginePauseTest {
  /** What others do meanwhile. */
  private enum Meanwhile {
    /** One takes what there is, and puts what there is room for, for some laps. */
    GO_ROUND {
      @Override
      void happens(SimulatedHost host) {
        SimulatedJvm jvm = someone(host);
        if (host.referee() != null) {
          new Aftermath(host).goOnWithoutThePaused(jvm);
        }
      }
    },
    /** One joins and dies, another one buries it and leaves, so that slots are used again. */
    COME_AND_GO {
      @Override
      void happens(SimulatedHost host) {
        SimulatedJvm victim = host.join();
        victim.does(SimulatedJvm::createOrOpen);
        victim.does(SimulatedJvm::await);
        victim.does(j -> j.hold(1));
        host.kill(victim, false);
        SimulatedJvm next = host.join();
        next.does(SimulatedJvm::createOrOpen);
        next.does(SimulatedJvm::timePasses);
        next.does(SimulatedJvm::close);
        SimulatedJvm last = host.join();
        last.does(SimulatedJvm::createOrOpen);
      }
    },
    /** The queue is deleted, and another one gets its name. */
    DELETE {
      @Override
      void happens(SimulatedHost host) {
        SimulatedJvm jvm = host.join();
        jvm.does(SimulatedJvm::delete);
        host.forgetIfGone();
        jvm.does(SimulatedJvm::createOrOpen);
        jvm.does(j -> j.put(Items.LARGE));
      }

      @Override
      void ends(SimulatedHost host) {
        SimulatedJvm jvm = host.last();
        if (!jvm.engine().isDeleted()) {
          jvm.does(j -> SimulatedHost.require(j.take(1) == 1, "the other queue's item is there"));
        }
      }
    };

    abstract void happens(SimulatedHost host);

    /** Once the paused one has gone on. */
    void ends(SimulatedHost host) {
      // In most cases there is nothing to see but what is always true.
    }

    private static SimulatedJvm someone(SimulatedHost host) {
      List<SimulatedJvm> open = host.awake().stream().filter(SimulatedJvm::isOpen).toList();
      if (!open.isEmpty()) {
        return open.get(0);
      }
      SimulatedJvm jvm = host.join();
      jvm.does(SimulatedJvm::createOrOpen);
      return jvm;
    }
  }

  @Test
  void aPausedJvmDelaysNobodyAndCorruptsNothing() {
    Schedules schedules = new Schedules("a JVM paused");
    List<Deed> deeds = new ArrayList<>(Deed.LIFE);
    deeds.addAll(Deed.ITEMS);
    deeds.addAll(Deed.BURIALS);
    for (Deed deed : deeds) {
      for (Meanwhile meanwhile : Meanwhile.values()) {
        if (meanwhile == Meanwhile.GO_ROUND
            || (meanwhile == Meanwhile.DELETE ? deed.outlivesDeletion() : !deed.deletesFiles())) {
          forEachStop(k -> pause(schedules, deed, k, meanwhile));
        }
      }
    }
    schedules.report(2_000);
  }

  private static boolean pause(Schedules schedules, Deed deed, int k, Meanwhile meanwhile) {
    boolean dies = k % 3 == 2;
    boolean[] ended = {false};
    schedules.run(
        () -> {
          try (SimulatedHost host = deed.host()) {
            SimulatedJvm paused = host.last();
            ended[0] = paused.pauses(deed.mayBeRefused() ? orRefused(deed.body()) : deed.body(), k);
            host.forgetIfGone();
            meanwhile.happens(host);
            if (dies) {
              host.kill(paused, true);
            } else {
              paused.goOn();
            }
            meanwhile.ends(host);
            host.check();
          }
        },
        deed,
        "paused at",
        k,
        meanwhile,
        dies ? "killed" : "goes on");
    return ended[0];
  }

  /** That somebody else was faster with creating or deleting is an answer too. */
  private static Consumer<SimulatedJvm> orRefused(Consumer<SimulatedJvm> body) {
    return jvm -> {
      try {
        body.accept(jvm);
      } catch (SluiceException e) {
        if (!e.getMessage().contains(" exists") && !e.getMessage().contains("no queue")) {
          throw e;
        }
      }
    };
  }
}
