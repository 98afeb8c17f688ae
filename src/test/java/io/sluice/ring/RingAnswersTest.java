package io.sluice.ring;

import static io.sluice.ring.Schedules.forEachTwoStops;

import io.sluice.ring.Schedules.Ended;
import io.sluice.ring.Situation.Start;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * "Empty", "full", a size, "all is settled" were true at an instant of the call that says so,
 * however others moved in between: the {@link Referee} watches each call.
 */
@Timeout(600) // It only computes, for long, and a busy machine for longer.
class RingAnswersTest {
  private static final List<Operation> ASKING =
      List.of(
          Operation.TAKE,
          Operation.PUT,
          Operation.SIZE,
          Operation.LOOK,
          Operation.JOIN,
          Operation.TAKE_OR_END);
  private static final List<Operation> MOVING =
      List.of(Operation.PUT, Operation.TAKE, Operation.NACK, Operation.FORWARD, Operation.COMPLETE);
  private static final List<Situation> SITUATIONS =
      List.of(Situation.ONE_ITEM, Situation.FULL, Situation.SOME_TO_REDELIVER, Situation.COMPLETED);

  /**
   * While one asks, another stops in the middle, a third does something, the second goes on, and
   * only then the first.
   */
  @Test
  void whatACallSaysWasTrueWhileItRan() {
    Schedules schedules = new Schedules("a question while two move");
    for (Start start : Start.of(SITUATIONS, 2)) {
      for (Operation question : ASKING) {
        for (Operation second : MOVING) {
          for (Operation third : MOVING) {
            forEachTwoStops(
                (k, j) -> {
                  Crowd crowd = start.crowd();
                  Actor asking = crowd.join();
                  Actor moving = crowd.join();
                  Ended ended = new Ended(asking.begin(question, k), moving.begin(second, j));
                  schedules.run(
                      () -> {
                        crowd.regular().run(third);
                        moving.goOn();
                        asking.goOn();
                      },
                      start,
                      question,
                      "at",
                      k,
                      second,
                      "at",
                      j,
                      third);
                  return ended;
                });
          }
        }
      }
    }
    schedules.report(50_000);
  }
}
