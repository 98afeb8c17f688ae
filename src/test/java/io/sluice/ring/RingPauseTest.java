package io.sluice.ring;

import static io.sluice.ring.Schedules.forEachStop;
import static io.sluice.ring.Schedules.forEachTwoStops;

import io.sluice.ring.Schedules.Ended;
import io.sluice.ring.Situation.Start;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Pauses a process before each access of each operation; others move or are stopped too; then it
 * goes on.
 */
@Timeout(600) // It only computes, for long, and a busy machine for longer.
class RingPauseTest {
  private static final List<Operation> RUNS =
      List.of(Operation.PUT_RUN, Operation.TAKE_RUN, Operation.TAKE_PART);

  /** The changes that are not made of others. */
  private static final List<Operation> PAIRED =
      List.of(
          Operation.PUT,
          Operation.PUT_RUN,
          Operation.TAKE,
          Operation.TAKE_RUN,
          Operation.NACK,
          Operation.TAKE_PART,
          Operation.COMPLETE);

  /** What becomes of two processes that are both in the middle of something. */
  private enum Fate {
    FIRST_GOES_ON_FIRST,
    SECOND_GOES_ON_FIRST,
    OTHERS_GO_ROUND,
    FIRST_KILLED,
    SECOND_KILLED,
    FIRST_STOPPED,
    SECOND_STOPPED,
    BOTH_STOPPED;

    void apply(Crowd crowd, Actor first, Actor second) {
      switch (this) {
        case FIRST_GOES_ON_FIRST -> {
          first.goOn();
          second.goOn();
        }
        case SECOND_GOES_ON_FIRST -> {
          second.goOn();
          first.goOn();
        }
        case OTHERS_GO_ROUND -> {
          crowd.goRound(1);
          second.goOn();
          crowd.goRound(1);
          first.goOn();
        }
        case FIRST_KILLED -> {
          crowd.killAndSweep(first);
          second.goOn();
        }
        case SECOND_KILLED -> {
          crowd.killAndSweep(second);
          first.goOn();
        }
        case FIRST_STOPPED -> {
          second.goOn();
          crowd.checkWhileStopped();
        }
        case SECOND_STOPPED -> {
          first.goOn();
          crowd.checkWhileStopped();
        }
        case BOTH_STOPPED -> crowd.checkWhileStopped();
      }
    }
  }

  @Test
  void aPausedProcessDelaysNobodyAndCorruptsNothing() {
    Schedules schedules = new Schedules("one pause, others go round");
    for (Start start : Start.of(Situation.ALL, 1, 2, 3, 6)) {
      for (Operation operation : Operation.ALL) {
        for (int rounds : new int[] {0, 1, start.maxSize(), 3 * start.maxSize() + 4}) {
          forEachStop(k -> pause(schedules, start, operation, k, rounds));
        }
      }
    }
    schedules.report(10_000);
  }

  /**
   * The rounds leave the queue as it was, so that what the paused one has read may look as if
   * nothing had happened.
   */
  private static boolean pause(
      Schedules schedules, Start start, Operation operation, int k, int rounds) {
    Crowd crowd = start.crowd();
    Actor paused = crowd.join();
    boolean ended = paused.begin(operation, k);
    schedules.run(
        () -> {
          crowd.regular().run(Operation.TAKE);
          crowd.goRound(rounds);
          if (rounds == 0) {
            crowd.checkWhileStopped();
          }
          paused.goOn();
          crowd.checkAfterTheDeathOfAll();
        },
        start,
        operation,
        "paused at",
        k,
        "for rounds",
        rounds);
    return ended;
  }

  @Test
  void twoProcessesStoppedAnywhereCorruptNothing() {
    Schedules schedules = new Schedules("two in the middle of something");
    List<Situation> situations =
        List.of(Situation.ONE_ITEM, Situation.FULL_AFTER_ROUNDS, Situation.SOME_TO_REDELIVER);
    for (Start start : Start.of(situations, 2)) {
      interleave(schedules, start, PAIRED, EnumSet.allOf(Fate.class));
    }
    schedules.report(150_000);
  }

  /** N = maxSize + 2: the next lap's entries are close behind. */
  @Test
  void runsOfTwoProcessesInATightRingCorruptNothing() {
    Schedules schedules = new Schedules("two in the middle of a run");
    interleave(
        schedules,
        new Start(6, Situation.SOME_TO_REDELIVER),
        RUNS,
        EnumSet.range(Fate.FIRST_GOES_ON_FIRST, Fate.OTHERS_GO_ROUND));
    schedules.report(10_000);
  }

  private static void interleave(
      Schedules schedules, Start start, List<Operation> operations, Set<Fate> fates) {
    for (Operation first : operations) {
      for (Operation second : operations) {
        for (Fate fate : fates) {
          forEachTwoStops(
              (k, j) -> {
                Crowd crowd = start.crowd();
                Actor one = crowd.join();
                Actor two = crowd.join();
                Ended ended = new Ended(one.begin(first, k), two.begin(second, j));
                schedules.run(
                    () -> {
                      fate.apply(crowd, one, two);
                      crowd.checkAfterTheDeathOfAll();
                    },
                    start,
                    first,
                    "at",
                    k,
                    second,
                    "at",
                    j,
                    fate);
                return ended;
              });
        }
      }
    }
  }
}
