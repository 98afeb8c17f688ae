package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.QueueClosedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** {@code join}: an instant at which nothing accepted is unsettled. */
class JoinTest {
  private static final Duration A_WHILE = Duration.ofMillis(60);

  @RegisterExtension final Handles handles = new Handles();

  @Test
  void completesAtOnceWhenNothingIsUnsettled() {
    SharedQueue<Integer> queue = handles.create(2);
    StepVerifier.create(queue.join()).expectComplete().verify(Depth.PATIENCE);
    queue.offer(1);
    queue.poll();
    StepVerifier.create(queue.join()).expectComplete().verify(Depth.PATIENCE);
  }

  @Test
  void isCold() {
    SharedQueue<Integer> queue = handles.create(2);
    Mono<Void> join = queue.join();
    queue.offer(1);
    StepVerifier.create(join)
        .expectSubscription()
        .expectNoEvent(A_WHILE)
        .then(queue::poll)
        .expectComplete()
        .verify(Depth.PATIENCE);
    StepVerifier.create(join).expectComplete().verify(Depth.PATIENCE);
  }

  @Test
  void withPlainReceiveItSaysHandedOver() {
    SharedQueue<Integer> queue = handles.filled(5, 3);
    StepVerifier.create(queue.join())
        .expectSubscription()
        .then(
            () -> StepVerifier.create(queue.receive().take(2)).expectNextCount(2).verifyComplete())
        .expectNoEvent(A_WHILE)
        .then(() -> StepVerifier.create(queue.receiveOne()).expectNextCount(1).verifyComplete())
        .expectComplete()
        .verify(Depth.PATIENCE);
  }

  @Test
  void withManualAckItSaysAcknowledged() {
    SharedQueue<Integer> queue = handles.filled(5, 2);
    List<Delivery<Integer>> held = new ArrayList<>();
    StepVerifier.create(queue.join())
        .expectSubscription()
        .then(
            () ->
                StepVerifier.create(queue.receiveManualAck(), 2)
                    .consumeNextWith(held::add)
                    .consumeNextWith(held::add)
                    .then(() -> held.get(0).ack())
                    .then(() -> Depth.is(queue, 0, 1))
                    .thenCancel()
                    .verify(Depth.PATIENCE))
        .then(() -> Depth.becomes(queue, 1, 0))
        .expectNoEvent(A_WHILE)
        .then(() -> assertThat(queue.poll()).isEqualTo(1))
        .expectComplete()
        .verify(Depth.PATIENCE);
  }

  @Test
  void anotherHandlesWorkCounts() {
    SharedQueue<Integer> queue = handles.filled(5, 1);
    SharedQueue<Integer> other = handles.another(queue);
    StepVerifier.create(other.join())
        .expectSubscription()
        .then(queue::poll)
        .expectComplete()
        .verify(Depth.PATIENCE);
  }

  @Test
  void doesNotEndWithTheStreamButWithItsItems() {
    SharedQueue<Integer> queue = handles.filled(5, 1);
    StepVerifier.create(queue.join())
        .expectSubscription()
        .then(queue::complete)
        .expectNoEvent(A_WHILE)
        .then(queue::poll)
        .expectComplete()
        .verify(Depth.PATIENCE);
  }

  @Test
  void whoWaitsForRoomIsNotWaitedFor() {
    SharedQueue<Integer> queue = handles.create(1);
    Flux<Integer> received = queue.receive().take(100);
    CompletableFuture<Void> sending = queue.sendAll(Flux.range(0, 100)).toFuture();
    StepVerifier.create(received.then(queue.join())).expectComplete().verify(Depth.PATIENCE);
    // The last item may be taken before its sender knows that it was accepted.
    assertThat(sending).succeedsWithin(Depth.PATIENCE);
  }

  @Test
  void neverCompletesOnTheWaitingThread() {
    SharedQueue<Integer> queue = handles.filled(1, 1);
    AtomicReference<String> thread = new AtomicReference<>();
    StepVerifier.create(
            queue.join().doOnTerminate(() -> thread.set(Thread.currentThread().getName())))
        .expectSubscription()
        .then(queue::poll)
        .expectComplete()
        .verify(Depth.PATIENCE);
    assertThat(thread.get()).startsWith("parallel-");
  }

  @Test
  void failsWhenTheHandleIsClosed() {
    SharedQueue<Integer> queue = handles.filled(1, 1);
    StepVerifier.create(queue.join())
        .expectSubscription()
        .then(queue::close)
        .expectError(QueueClosedException.class)
        .verify(Depth.PATIENCE);
    StepVerifier.create(queue.join()).expectError(QueueClosedException.class).verify();
  }

  @Test
  void cancelledItLeavesNothing() {
    SharedQueue<Integer> queue = handles.filled(1, 1);
    for (int i = 0; i < 100; i++) {
      queue.join().subscribe().dispose();
    }
    StepVerifier.create(queue.join())
        .expectSubscription()
        .then(queue::poll)
        .expectComplete()
        .verify(Depth.PATIENCE);
  }
}
