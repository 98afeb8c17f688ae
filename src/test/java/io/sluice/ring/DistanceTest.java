package io.sluice.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A taker in full flow tells of room later, but never too late. The wakes here come from the taker,
 * on its own thread: the regular hint would wake one waiter at a time, from another.
 */
final class DistanceTest {
  private static final int RUN = 64;
  private static final int BOUND = 20 * RUN;

  private final Engine engine = TestEngines.create(BOUND);
  private final TakeRun run =
      engine.takeRun(RUN, (result, failure) -> assertThat(result).as("answers at once").isNull());

  @AfterEach
  void close() {
    engine.close();
  }

  private void fill(int items) {
    PutRun put = new PutRun();
    byte[] item = "x".getBytes(StandardCharsets.UTF_8);
    Collections.nCopies(items, item).forEach(put::add);
    while (put.count() > 0) {
      assertThat(engine.put(put, (result, failure) -> {})).isPositive();
    }
  }

  private void takeAndGoOn(int expected) {
    assertThat(run.take(RUN)).isEqualTo(expected);
    settle(expected);
    run.finishAndGoOn();
  }

  private void settle(int items) {
    for (int i = 0; i < items; i++) {
      assertThat(run.settle(i)).isEqualTo(1);
    }
  }

  private List<Woken> waiters() {
    List<Woken> waiters = Stream.generate(Woken::new).limit(RUN).toList();
    waiters.forEach(waiter -> engine.await(Signal.ROOM, waiter));
    return waiters;
  }

  private static long awake(List<Woken> waiters) {
    return waiters.stream().filter(waiter -> waiter.wakes() > 0).count();
  }

  @Test
  void aFlowThatStopsTells() {
    fill(BOUND);
    takeAndGoOn(RUN);
    List<Woken> waiters = waiters();
    run.finish();
    assertThat(awake(waiters)).isEqualTo(RUN);
  }

  @Test
  void aFlowThatRunsOutOfItemsTells() {
    fill(RUN + 1);
    takeAndGoOn(RUN);
    List<Woken> waiters = waiters();
    assertThat(run.take(RUN)).isEqualTo(1);
    assertThat(awake(waiters)).isEqualTo(RUN);
    settle(1);
    run.finish();
  }

  @Test
  void aFlowThatFindsNothingTells() {
    fill(RUN);
    takeAndGoOn(RUN);
    List<Woken> waiters = waiters();
    assertThat(run.take(RUN)).isEqualTo(Engine.NONE);
    assertThat(awake(waiters)).isEqualTo(RUN);
  }

  @Test
  void aLongFlowTellsOnTheWay() {
    fill(BOUND);
    List<Woken> waiters = waiters();
    for (int taken = 0; taken < BOUND; taken += RUN) {
      takeAndGoOn(RUN);
    }
    assertThat(awake(waiters)).isEqualTo(RUN);
  }

  @Test
  void whatIsNotToldIsRoomAllTheSame() {
    fill(BOUND);
    takeAndGoOn(RUN);
    assertThat(engine.room()).isEqualTo(RUN);
    fill(RUN);
    assertThat(engine.isFull()).isTrue();
    run.finish();
  }

  @Test
  void aClosedHandleHasNothingToTell() {
    fill(BOUND);
    takeAndGoOn(RUN);
    engine.close();
    run.finish();
  }

  @Test
  void roomThatStandsStillDoesNotGrow() {
    fill(BOUND - 1);
    assertThat(engine.isRoomGrowing()).isFalse();
  }
}
