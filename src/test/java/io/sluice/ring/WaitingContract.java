package io.sluice.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who waits is woken when there is cause, and until then. */
interface WaitingContract extends EngineHandles {
  /** Longer than the time after which a hint comes again. */
  Duration SEVERAL_HINTS = Duration.ofMillis(150);

  @Test
  default void anItemWakesWhoWaitsForItems() {
    EngineHandle queue = create(1);
    EngineHandle other = another(queue);
    Woken waiter = queue.await(Signal.ITEMS);
    other.putAll("a");
    waiter.expectWake();
  }

  @Test
  default void aSettlementWakesWhoWaitsForRoom() {
    EngineHandle queue = create(1);
    queue.putAll("a");
    Woken waiter = queue.await(Signal.ROOM);
    assertThat(another(queue).receive(1)).containsExactly("a");
    waiter.expectWake();
  }

  @Test
  default void aDetachedItemsSettlementWakesWhoWaitsForRoom() {
    EngineHandle queue = create(1);
    queue.putAll("a");
    EngineHandle.Taking taking = queue.taking(1);
    assertThat(taking.take(1)).isEqualTo(1);
    Claim claim = taking.run.detach(0);
    taking.run.finish();
    Woken waiter = queue.await(Signal.ROOM);
    assertThat(claim.settle()).isTrue();
    waiter.expectWake();
  }

  @Test
  default void whatComesBackWakesWhoWaitsForItems() {
    EngineHandle queue = create(2);
    queue.putAll("a", "b");
    EngineHandle.Taking taking = queue.taking(2);
    assertThat(taking.take(2)).isEqualTo(2);
    Claim claim = taking.run.detach(0);
    Woken first = queue.await(Signal.ITEMS);
    taking.run.giveBack(1, false);
    taking.run.finish();
    first.expectWake();
    assertThat(queue.receive(1)).containsExactly("b");
    Woken second = queue.await(Signal.ITEMS);
    assertThat(claim.giveBack(true)).isTrue();
    second.expectWake();
  }

  @Test
  default void theLastSettlementWakesAllWhoWaitForIt() {
    EngineHandle queue = create(2);
    queue.putAll("a", "b");
    List<Woken> waiters =
        List.of(
            queue.await(Signal.SETTLED),
            queue.await(Signal.SETTLED),
            another(queue).await(Signal.SETTLED));
    assertThat(queue.receive(2)).hasSize(2);
    waiters.forEach(Woken::expectWake);
  }

  @Test
  default void theEndWakesEverybody() {
    EngineHandle queue = create(1);
    queue.putAll("a");
    List<Woken> waiters =
        Stream.of(Signal.values())
            .flatMap(signal -> Stream.of(queue.await(signal), queue.await(signal)))
            .toList();
    another(queue).engine.complete();
    waiters.forEach(Woken::expectWake);
  }

  @Test
  default void aFailureWakesEverybody() {
    EngineHandle queue = create(1);
    queue.putAll("a");
    List<Woken> waiters = Stream.of(Signal.values()).map(queue::await).toList();
    another(queue).engine.fail(FailureCause.of(new IllegalStateException("broken")));
    waiters.forEach(Woken::expectWake);
  }

  /** Nothing is committed after the waiter came: only looking around can tell. */
  @Test
  default void whileThereIsCauseAWaiterIsHintedAgain() {
    EngineHandle queue = create(2);
    queue.putAll("a");
    for (int again = 0; again < 3; again++) {
      queue.await(Signal.ITEMS).expectWake();
      queue.await(Signal.ROOM).expectWake();
    }
    assertThat(queue.receiveAll()).hasSize(1);
    for (int again = 0; again < 3; again++) {
      queue.await(Signal.SETTLED).expectWake();
    }
  }

  @Test
  default void withoutCauseNobodyIsWoken() {
    EngineHandle empty = create(1);
    EngineHandle full = create(1);
    full.putAll("a");
    List<Woken> waiters =
        List.of(empty.await(Signal.ITEMS), full.await(Signal.ROOM), full.await(Signal.SETTLED));
    empty.engine.passOn(Signal.ITEMS);
    full.engine.passOn(Signal.ROOM);
    full.engine.passOn(Signal.SETTLED);
    await().during(SEVERAL_HINTS).atMost(EngineHandle.PATIENCE).until(() -> wakes(waiters) == 0);
    cancel(empty, Signal.ITEMS, waiters.get(0));
    cancel(full, Signal.ROOM, waiters.get(1));
    cancel(full, Signal.SETTLED, waiters.get(2));
  }

  private static int wakes(List<Woken> waiters) {
    return waiters.stream().mapToInt(Woken::wakes).sum();
  }

  private static void cancel(EngineHandle queue, Signal signal, Waiter waiter) {
    assertThat(queue.engine.cancel(signal, waiter)).isTrue();
    assertThat(queue.engine.cancel(signal, waiter)).isFalse();
  }

  @Test
  default void beingWokenTakesAWaiterOut() {
    EngineHandle queue = create(4);
    Woken waiter = queue.await(Signal.ITEMS);
    queue.putAll("a");
    waiter.expectWake();
    assertThat(queue.engine.cancel(Signal.ITEMS, waiter)).isFalse();
    queue.putAll("b", "c");
    await().during(SEVERAL_HINTS).atMost(EngineHandle.PATIENCE).until(() -> waiter.wakes() == 1);
    queue.engine.await(Signal.ITEMS, waiter);
    await().atMost(EngineHandle.PATIENCE).until(() -> waiter.wakes() == 2);
  }

  @Test
  default void whoHasCancelledIsNotWoken() {
    EngineHandle queue = create(4);
    Woken first = queue.await(Signal.ITEMS);
    Woken second = queue.await(Signal.ITEMS);
    Woken third = queue.await(Signal.ITEMS);
    cancel(queue, Signal.ITEMS, second);
    cancel(queue, Signal.ITEMS, first);
    queue.putAll("a");
    third.expectWake();
    assertThat(first.wakes() + second.wakes()).isZero();
  }

  @Test
  default void aWakeThatIsPassedOnReachesTheNext() {
    EngineHandle queue = create(4);
    Woken first = queue.await(Signal.ITEMS);
    Woken second = queue.await(Signal.ITEMS);
    queue.putAll("a");
    await().atMost(EngineHandle.PATIENCE).until(() -> first.wakes() + second.wakes() > 0);
    queue.engine.passOn(Signal.ITEMS);
    first.expectWake();
    second.expectWake();
  }

  /** Each of them takes one item and does nothing for the others. */
  @Test
  default void asManyWaitersAreServedAsThereAreItems() {
    EngineHandle queue = create(32);
    EngineHandle other = another(queue);
    List<Taker> takers = Stream.generate(() -> new Taker(queue)).limit(20).toList();
    takers.forEach(taker -> queue.engine.await(Signal.ITEMS, taker));
    for (int i = 0; i < takers.size(); i++) {
      other.putAll("item " + i);
    }
    await()
        .atMost(EngineHandle.PATIENCE)
        .until(() -> takers.stream().allMatch(taker -> taker.served.get()));
    assertThat(queue.engine.isEmpty()).isTrue();
  }

  /** Takes one item on the test's side of a wake. */
  final class Taker extends Waiter {
    private final EngineHandle queue;
    final AtomicBoolean served = new AtomicBoolean();

    Taker(EngineHandle queue) {
      this.queue = queue;
    }

    @Override
    protected void wake() {
      Thread thread = new Thread(this::take, "taker");
      thread.setDaemon(true);
      thread.start();
    }

    private void take() {
      if (!queue.receive(1).isEmpty()) {
        served.set(true);
      } else {
        queue.engine.await(Signal.ITEMS, this);
      }
    }
  }

  @Test
  default void tasksRunWhereHintsAreHeardAtOnceIfThatIsHere() {
    EngineHandle queue = create(1);
    AtomicReference<Thread> outer = new AtomicReference<>();
    AtomicReference<Thread> inner = new AtomicReference<>();
    AtomicBoolean atOnce = new AtomicBoolean();
    queue.engine.execute(
        () -> {
          queue.engine.execute(() -> inner.set(Thread.currentThread()));
          atOnce.set(inner.get() == Thread.currentThread());
          outer.set(Thread.currentThread());
        });
    await().atMost(EngineHandle.PATIENCE).until(() -> outer.get() != null);
    assertThat(atOnce).isTrue();
    assertThat(outer.get()).isNotSameAs(Thread.currentThread());
  }
}
