package io.sluice.queue;

import static io.sluice.queue.EngineQueues.PATIENCE;
import static io.sluice.queue.EngineQueues.expectSize;
import static io.sluice.queue.EngineQueues.put;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Items that are settled by hand, or by what becomes of their handler. */
interface DeliveryContract {
  EngineQueues queues();

  @Test
  default void aDeliveryIsInFlightUntilItIsSettled() {
    SharedQueue<String> queue = queues().create(8);
    put(queue, "a", "b", "c");
    StepVerifier.create(queue.receiveManualAck(), 2)
        .consumeNextWith(
            delivery -> {
              assertThat(delivery.value()).isEqualTo("a");
              assertThat(delivery.attempt()).isEqualTo(1);
              delivery.ack();
              delivery.nack();
            })
        .consumeNextWith(
            delivery -> {
              assertThat(delivery.value()).isEqualTo("b");
              assertThat(queue.inFlight()).isEqualTo(1);
              delivery.nack();
              delivery.ack();
            })
        .thenRequest(1)
        .consumeNextWith(
            delivery -> {
              assertThat(delivery.value()).as("ahead of the newer one").isEqualTo("b");
              assertThat(delivery.attempt()).isEqualTo(2);
              delivery.reject();
            })
        .thenCancel()
        .verify(PATIENCE);
    expectSize(queue, 1);
    assertThat(EngineQueues.drain(queue)).containsExactly("c");
  }

  @Test
  default void unsettledDeliveriesGoBackAtTheEnd() {
    SharedQueue<String> queue = queues().create(8);
    put(queue, "a", "b", "c");
    StepVerifier.create(queue.receiveManualAck(), 2)
        .expectNextCount(2)
        .then(() -> assertThat(queue.inFlight()).isEqualTo(2))
        .thenCancel()
        .verify(PATIENCE);
    expectSize(queue, 3);
    StepVerifier.create(queue.receiveManualAck().doOnNext(Delivery::ack).map(Delivery::attempt), 3)
        .recordWith(ConcurrentLinkedQueue::new)
        .expectNextCount(3)
        .consumeRecordedWith(attempts -> assertThat(attempts).containsExactlyInAnyOrder(1, 2, 2))
        .thenCancel()
        .verify(PATIENCE);
  }

  @Test
  default void aDelayedReturnIsInFlightUntilThen() {
    SharedQueue<String> queue = queues().create(8);
    put(queue, "a", "b");
    StepVerifier.create(queue.receiveManualAck(), 1)
        .consumeNextWith(delivery -> delivery.nack(Duration.ofHours(1)))
        .then(() -> assertThat(queue.inFlight()).isEqualTo(1))
        .thenRequest(1)
        .consumeNextWith(delivery -> delivery.nack(Duration.ofMillis(80)))
        .thenRequest(1)
        .consumeNextWith(
            delivery -> {
              assertThat(delivery.value()).isEqualTo("b");
              assertThat(delivery.attempt()).isEqualTo(2);
              delivery.ack();
            })
        .thenCancel()
        .verify(PATIENCE);
    assertThat(queue.size()).isZero();
    assertThat(queue.inFlight()).isEqualTo(1);
  }

  @Test
  default void processesEachItemUntilItsHandlerSucceeds() {
    SharedQueue<String> queue = queues().create(8);
    put(queue, "a", "b", "c");
    queue.complete();
    AtomicInteger failures = new AtomicInteger(1);
    Flux<String> results =
        queue.process(
            item ->
                item.equals("b") && failures.getAndDecrement() > 0
                    ? Mono.error(new IllegalStateException("once"))
                    : Mono.just(item + '!'),
            2);
    StepVerifier.create(results.collectSortedList())
        .expectNext(List.of("a!", "b!", "c!"))
        .expectComplete()
        .verify(PATIENCE);
  }

  @Test
  default void exhaustedItemsAreDroppedAndEndTheProcessing() {
    SharedQueue<String> queue = queues().create(8, 1);
    put(queue, "a", "b");
    StepVerifier.create(
            queue.process(
                item ->
                    item.equals("a")
                        ? Mono.error(new IllegalStateException(item))
                        : Mono.just(item),
                1))
        .expectErrorMessage("a")
        .verify(PATIENCE);
    expectSize(queue, 1);
  }
}
