package io.sluice.sync;

import static io.sluice.ring.Schedules.forEachStop;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ring.Schedules;
import io.sluice.ring.SimulatedHost;
import io.sluice.ring.SimulatedJvm;
import io.sluice.sync.Guard.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * Kills and pauses JVMs before each access to shared memory, and each change of the disk, of what
 * they do with locks and semaphores: the dead hold nothing, and the paused keep what they have.
 */
class PermitsCrashTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What a JVM may be doing. */
  private record Deed(String name, Body body) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** By the JVM, through its guard. */
  private interface Body {
    void run(SimulatedJvm jvm, Guard guard);
  }

  private static final Deed TRY = new Deed("try", (jvm, guard) -> guard.tryEnter());
  private static final Deed TRY_FOR_A_TIME =
      new Deed("try for a time", (jvm, guard) -> guard.tryEnter(Duration.ofNanos(1)));
  private static final Deed ENTER = new Deed("enter", (jvm, guard) -> guard.enter());
  private static final Deed ENTER_AND_LEAVE =
      new Deed(
          "enter and leave",
          (jvm, guard) -> {
            guard.enter();
            guard.leave();
            jvm.work();
          });
  private static final Deed ENTER_AND_CLOSE =
      new Deed(
          "enter and close",
          (jvm, guard) -> {
            guard.enter();
            jvm.close();
          });
  private static final Deed WITH =
      new Deed(
          "with a Mono",
          (jvm, guard) -> {
            Disposable running =
                guard.with(Mono.just("guarded")).subscribe(value -> {}, stopped -> {});
            running.dispose();
            jvm.work();
          });

  /** Those that come to an end whether or not there is a permit. */
  private static final List<Deed> NEVER_WAITING = List.of(TRY, TRY_FOR_A_TIME, WITH);

  private static final List<Deed> ALL =
      List.of(TRY, TRY_FOR_A_TIME, WITH, ENTER, ENTER_AND_LEAVE, ENTER_AND_CLOSE);

  /** A JVM and its guard. */
  private record Member(SimulatedJvm jvm, Guard guard) {
    static Member join(SimulatedHost host, Kind kind) {
      SimulatedJvm jvm = host.join();
      jvm.does(SimulatedJvm::createOrOpen);
      return new Member(jvm, kind.of(host, jvm));
    }

    /** Takes what permits there are. */
    int enterAll() {
      int[] entered = {0};
      jvm.does(
          j -> {
            while (guard.tryEnter()) {
              entered[0]++;
            }
          });
      return entered[0];
    }

    void leave(int times) {
      jvm.does(
          j -> {
            for (int i = 0; i < times; i++) {
              guard.leave();
            }
            j.work();
          });
    }
  }

  @Test
  void theDeadHoldNothing() {
    Schedules schedules = new Schedules("a JVM with a lock or permits killed");
    for (Kind kind : Kind.values()) {
      for (boolean taken : new boolean[] {false, true}) {
        for (Deed deed : taken ? NEVER_WAITING : ALL) {
          for (boolean heard : new boolean[] {false, true}) {
            forEachStop(k -> kill(schedules, kind, taken, deed, heard, k));
          }
        }
      }
    }
    schedules.report(500);
  }

  private static boolean kill(
      Schedules schedules, Kind kind, boolean taken, Deed deed, boolean heard, int k) {
    boolean[] ended = {false};
    schedules.run(
        () -> {
          try (SimulatedHost host = kind.host()) {
            Member other = Member.join(host, kind);
            Member victim = Member.join(host, kind);
            int held = taken ? other.enterAll() : 0;
            ended[0] = victim.jvm().dies(j -> deed.body().run(j, victim.guard()), k);
            host.kill(victim.jvm(), heard);
            other.leave(held);
            checkAllPermitsAreThere(host, kind, other);
          }
        },
        kind,
        taken ? "taken" : "free",
        deed,
        "killed at",
        k,
        heard ? "heard" : "found");
    return ended[0];
  }

  private static void checkAllPermitsAreThere(SimulatedHost host, Kind kind, Member other) {
    Member next = Member.join(host, kind);
    checkAllPermitsAreThere(kind, other, next);
    checkAllPermitsAreThere(kind, next, other);
    host.leave();
  }

  private static void checkAllPermitsAreThere(Kind kind, Member member, Member rival) {
    assertThat(member.enterAll()).as("permits").isEqualTo(kind.permits);
    assertThat(rival.enterAll()).as("one more").isZero();
    member.leave(kind.permits);
  }

  /** In the guarded section the process may be stopped for as long as it likes. */
  @Test
  void thePausedKeepWhatTheyHave() {
    Schedules schedules = new Schedules("a JVM with a lock or permits paused");
    for (Kind kind : Kind.values()) {
      for (boolean dies : new boolean[] {false, true}) {
        forEachStop(k -> pause(schedules, kind, dies, k));
      }
    }
    schedules.report(100);
  }

  private static boolean pause(Schedules schedules, Kind kind, boolean dies, int k) {
    boolean[] ended = {false};
    schedules.run(
        () -> {
          try (SimulatedHost host = kind.host()) {
            Member other = Member.join(host, kind);
            Member paused = Member.join(host, kind);
            AtomicInteger inside = new AtomicInteger();
            ended[0] = paused.jvm().pauses(j -> visit(paused, inside), k);
            int entered = other.enterAll();
            assertThat(entered + inside.get()).as("inside").isLessThanOrEqualTo(kind.permits);
            assertThat(entered).as("left for others").isGreaterThanOrEqualTo(kind.permits - 1);
            other.jvm().does(SimulatedJvm::timePasses);
            assertThat(other.enterAll()).as("stolen").isZero();
            other.leave(entered);
            if (dies) {
              host.kill(paused.jvm(), true);
            } else {
              paused.jvm().goOn();
            }
            checkAllPermitsAreThere(host, kind, other);
          }
        },
        kind,
        "paused at",
        k,
        dies ? "then killed" : "goes on");
    return ended[0];
  }

  private static void visit(Member member, AtomicInteger inside) {
    if (member.guard().tryEnter()) {
      inside.incrementAndGet();
      int unused = member.jvm().engine().size();
      inside.decrementAndGet();
      member.guard().leave();
      member.jvm().work();
    }
  }

  /** Threads that wait meanwhile, and one that waits without a thread. */
  @Test
  void whoWaitsGetsWhatTheDeadHeld() {
    Schedules schedules = new Schedules("others wait while one is killed");
    for (Kind kind : Kind.values()) {
      forEachStop(k -> waitFor(schedules, kind, k));
    }
    schedules.report(50);
  }

  private static boolean waitFor(Schedules schedules, Kind kind, int k) {
    boolean[] ended = {false};
    schedules.run(
        () -> {
          try (SimulatedHost host = kind.host()) {
            Member waiting = Member.join(host, kind);
            Member victim = Member.join(host, kind);
            ended[0] = victim.jvm().pauses(j -> visit(victim, new AtomicInteger()), k);
            CountDownLatch entered = new CountDownLatch(kind.permits + 1);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < kind.permits; i++) {
              threads.add(startVisit(waiting, entered));
            }
            Disposable pending =
                waiting
                    .guard()
                    .with(Mono.just("guarded"))
                    .subscribe(value -> {}, failure -> {}, entered::countDown);
            victim.jvm().die();
            await(entered, waiting.jvm(), victim.jvm());
            for (Thread thread : threads) {
              thread.join(PATIENCE.toMillis());
            }
            pending.dispose();
            checkAllPermitsAreThere(host, kind, waiting);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        },
        kind,
        "killed at",
        k);
    return ended[0];
  }

  private static Thread startVisit(Member member, CountDownLatch entered) {
    Thread thread =
        new Thread(
            () -> {
              member.guard().enter();
              entered.countDown();
              member.guard().leave();
            });
    thread.start();
    return thread;
  }

  /** The service threads of the one who waits are this thread. */
  private static void await(CountDownLatch entered, SimulatedJvm waiting, SimulatedJvm dead)
      throws InterruptedException {
    waiting.loses(dead);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!entered.await(1, TimeUnit.MILLISECONDS)) {
      assertThat(System.nanoTime()).as("still waiting").isLessThan(end);
      waiting.timePasses();
    }
  }
}
