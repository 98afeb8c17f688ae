package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** Items that a consumer had in its hands and that go to the next one. */
class DeliveryReturnTest {
  private static final Duration LONG = Duration.ofHours(1);

  @RegisterExtension final Handles handles = new Handles();

  @Test
  void whatComesBackIsAheadOfNewerItems() {
    SharedQueue<Integer> queue = handles.filled(10, 6);
    Deliveries<Integer> consumer = Deliveries.of(queue.receiveManualAck(), 4);
    List<Delivery<Integer>> held = consumer.next(4);
    held.get(1).nack();
    held.get(0).ack();
    held.get(3).nack();
    held.get(2).nack();
    queue.offer(6);
    assertThat(Handles.drain(queue)).containsExactly(1, 3, 2, 4, 5, 6);
  }

  @Test
  void aCancelledConsumerGivesBackInOrderWhatItHolds() {
    SharedQueue<Integer> queue = handles.filled(10, 6);
    Deliveries<Integer> consumer = Deliveries.of(queue.receiveManualAck(), 4);
    List<Delivery<Integer>> held = consumer.next(4);
    held.get(2).ack();
    consumer.cancel();
    Depth.is(queue, 5, 0);
    held.get(0).ack();
    held.get(1).reject();
    held.get(3).nack(LONG);
    Depth.stays(queue, 5, 0);
    List<Delivery<Integer>> again = Deliveries.of(queue.receiveManualAck(), 5).next(5);
    assertThat(Deliveries.values(again)).containsExactly(0, 1, 3, 4, 5);
    assertThat(Deliveries.attempts(again)).containsExactly(2, 2, 2, 1, 1);
    held.forEach(Delivery::ack);
    Depth.stays(queue, 0, 5);
    again.forEach(Delivery::ack);
    Handles.assertAllRoomIsThere(queue);
  }

  @Test
  void aClosedHandleGivesBackInOrderWhatItHolds() {
    SharedQueue<Integer> queue = handles.filled(10, 6);
    SharedQueue<Integer> other = handles.another(queue);
    List<Delivery<Integer>> held = Deliveries.of(queue.receiveManualAck(), 3).next(3);
    Deliveries<Integer> neighbour = Deliveries.of(other.receiveManualAck(), 1);
    Delivery<Integer> others = neighbour.next();
    queue.close();
    Depth.is(other, 5, 1);
    held.forEach(Delivery::ack);
    Depth.stays(other, 5, 1);
    others.ack();
    assertThat(Handles.drain(other)).containsExactly(0, 1, 2, 4, 5);
    Handles.assertAllRoomIsThere(other);
  }

  /** The subscriber stays at an item: what it has been given goes back all the same. */
  @Test
  void cancellingABusyConsumerGivesBackWhatItHolds() {
    SharedQueue<Integer> queue = handles.filled(40, 40);
    Busy<Integer> busy = new Busy<>(item -> item == 25);
    ReceiveOptions options = ReceiveOptions.defaults().withScheduler(Schedulers.boundedElastic());
    Deliveries<Integer> consumer =
        Deliveries.of(
            queue.receiveManualAck(options).doOnNext(delivery -> busy.accept(delivery.value())));
    busy.await();
    List<Delivery<Integer>> held = consumer.next(25);
    held.subList(0, 20).forEach(Delivery::ack);
    consumer.cancel();
    assertThat(Depth.of(queue)).isEqualTo(new Depth(20, 0));
    busy.release();
    Depth.stays(queue, 20, 0);
    assertThat(Handles.drain(queue)).isEqualTo(IntStream.range(20, 40).boxed().toList());
    Handles.assertAllRoomIsThere(queue);
  }

  /** Whoever cancels gives back alone: two at it would get the items out of their order. */
  @Test
  void aConsumerThatRunsWhileItIsCancelledLeavesWhatItHolds() throws Exception {
    SharedQueue<Integer> queue = handles.filled(5, 3);
    Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    Deliveries<Integer> consumer =
        Deliveries.of(queue.receiveManualAck(on(Schedulers.fromExecutor(tasks::add))), 3);
    runAll(tasks);
    consumer.next(3);
    Busy<Runnable> busy = new Busy<>(task -> tasks.size() > 1);
    // Woken by the first item that comes back, on the thread that cancels, which stays there.
    Disposable waiting =
        queue
            .receive(
                on(
                    Schedulers.fromExecutor(
                        task -> {
                          tasks.add(task);
                          busy.accept(task);
                        })))
            .subscribe();
    runAll(tasks);
    consumer.request(1);
    Background<Void> cancelling = Background.run(consumer::cancel);
    busy.await();
    tasks.remove().run();
    Depth.is(queue, 1, 2);
    busy.release();
    cancelling.result();
    Depth.is(queue, 3, 0);
    waiting.dispose();
    runAll(tasks);
    assertThat(Handles.drain(queue)).containsExactly(0, 1, 2);
  }

  private static ReceiveOptions on(Scheduler scheduler) {
    return ReceiveOptions.defaults().withScheduler(scheduler);
  }

  private static void runAll(Queue<Runnable> tasks) {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  @Test
  void takingOneCancelsAndSoGivesItBack() {
    SharedQueue<Integer> queue = handles.filled(1, 1);
    Delivery<Integer> delivery = queue.receiveManualAck().blockFirst(Depth.PATIENCE);
    Depth.becomes(queue, 1, 0);
    delivery.ack();
    Depth.stays(queue, 1, 0);
  }

  @Test
  void aDelayedReturnComesByVirtualTimeAndNotBefore() {
    SharedQueue<Integer> queue = handles.filled(3, 2);
    StepVerifier.withVirtualTime(queue::receiveManualAck, 1)
        .consumeNextWith(delivery -> delivery.nack(LONG))
        .thenRequest(2)
        .assertNext(delivery -> assertThat(delivery.value()).isEqualTo(1))
        .expectNoEvent(LONG.minusMillis(1))
        .then(() -> Depth.is(queue, 0, 2))
        .thenAwait(Duration.ofMillis(1))
        .assertNext(
            delivery -> {
              assertThat(delivery.value()).isZero();
              assertThat(delivery.attempt()).isEqualTo(2);
            })
        .thenCancel()
        .verify(Depth.PATIENCE);
    Depth.becomes(queue, 2, 0);
  }

  @Test
  void noDelayIsADelayToo() {
    SharedQueue<Integer> queue = handles.filled(1, 1);
    Deliveries<Integer> consumer = Deliveries.of(queue.receiveManualAck(), 1);
    for (Duration none : List.of(Duration.ZERO, Duration.ofSeconds(Long.MIN_VALUE))) {
      consumer.next().nack(none);
      Depth.is(queue, 1, 0);
      consumer.request(1);
    }
    assertThat(consumer.next().attempt()).isEqualTo(3);
  }

  /** A delay is nobody's any more, neither the subscription's nor the demand's. */
  @Test
  void cancellingDoesNotCutADelayShort() {
    SharedQueue<Integer> queue = handles.filled(2, 2);
    Deliveries<Integer> consumer = Deliveries.of(queue.receiveManualAck());
    consumer.next().nack(LONG);
    consumer.next();
    consumer.cancel();
    Depth.stays(queue, 1, 1);
  }

  @Test
  void closingTheHandleEndsADelay() {
    SharedQueue<Integer> queue = handles.filled(2, 2);
    SharedQueue<Integer> other = handles.another(queue);
    Deliveries<Integer> consumer = Deliveries.of(queue.receiveManualAck());
    consumer.next().nack(Duration.ofSeconds(Long.MAX_VALUE));
    consumer.next().nack(LONG);
    Depth.stays(other, 0, 2);
    queue.close();
    Depth.is(other, 2, 0);
    List<Delivery<Integer>> again = Deliveries.of(other.receiveManualAck(), 2).next(2);
    assertThat(Deliveries.values(again)).containsExactlyInAnyOrder(0, 1);
    assertThat(Deliveries.attempts(again)).containsExactly(2, 2);
    again.forEach(Delivery::ack);
    Handles.assertAllRoomIsThere(other);
  }

  @Test
  void aDelayOfNullIsTheCallersMistakeAndSettlesNothing() {
    SharedQueue<Integer> queue = handles.filled(1, 1);
    Delivery<Integer> delivery = Deliveries.of(queue.receiveManualAck()).next();
    assertThatThrownBy(() -> delivery.nack(null)).isInstanceOf(NullPointerException.class);
    Depth.is(queue, 0, 1);
    delivery.ack();
    Depth.is(queue, 0, 0);
  }

  /** Cancellation meets settlements: each item is gone or back, and none is there twice. */
  @Test
  void nothingIsLostBetweenSettlementAndCancellation() throws Exception {
    SharedQueue<Integer> queue = handles.create(60);
    for (int round = 0; round < 30; round++) {
      Handles.fill(queue, 60);
      Deliveries<Integer> consumer = Deliveries.of(queue.receiveManualAck(), 60);
      List<Delivery<Integer>> held = consumer.next(60);
      CyclicBarrier start = new CyclicBarrier(2);
      Background<Void> settling =
          Background.run(
              () -> {
                start.await();
                for (Delivery<Integer> delivery : held) {
                  if (delivery.value() % 3 == 0) {
                    delivery.ack();
                  } else {
                    delivery.nack();
                  }
                }
              });
      start.await();
      consumer.cancel();
      settling.result();
      List<Integer> left = Handles.drainToTheLast(queue);
      assertThat(left).doesNotHaveDuplicates();
      assertThat(left)
          .containsAll(IntStream.range(0, 60).filter(item -> item % 3 != 0).boxed().toList());
      Handles.assertAllRoomIsThere(queue);
    }
  }
}
