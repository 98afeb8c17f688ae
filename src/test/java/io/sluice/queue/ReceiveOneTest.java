package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.QueueClosedException;
import io.sluice.QueueEmptyException;
import io.sluice.RemoteFailureException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** One item, now or later. */
class ReceiveOneTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  @RegisterExtension final Handles handles = new Handles();
  @RegisterExtension final Dropped dropped = new Dropped();

  @Test
  void takesOneItemForEachSubscription() {
    SharedQueue<Integer> queue = handles.filled(5, 3);
    Mono<Integer> one = queue.receiveOne();
    Depth.is(queue, 3, 0);
    StepVerifier.create(one).expectNext(0).expectComplete().verify(Depth.PATIENCE);
    Depth.is(queue, 2, 0);
    StepVerifier.create(one).expectNext(1).expectComplete().verify(Depth.PATIENCE);
    Depth.stays(queue, 1, 0);
  }

  @Test
  void takesNothingBeforeItIsRequested() {
    SharedQueue<Integer> queue = handles.filled(1, 1);
    StepVerifier.create(queue.receiveOne(), 0)
        .expectSubscription()
        .then(() -> Depth.stays(queue, 1, 0))
        .thenRequest(1)
        .expectNext(0)
        .expectComplete()
        .verify(Depth.PATIENCE);
  }

  @Test
  void waitsForAnItem() {
    SharedQueue<Integer> queue = handles.create(1);
    StepVerifier.create(queue.receiveOne())
        .expectSubscription()
        .expectNoEvent(Duration.ofMillis(60))
        .then(() -> queue.offer(7))
        .expectNext(7)
        .expectComplete()
        .verify(Depth.PATIENCE);
    Depth.is(queue, 0, 0);
  }

  @Test
  void failsAtTheDeadlineByVirtualTimeAndLosesNothing() {
    SharedQueue<Integer> queue = handles.create(1);
    StepVerifier.withVirtualTime(() -> queue.receiveOne(LONG))
        .expectSubscription()
        .expectNoEvent(LONG.minusSeconds(1))
        .thenAwait(Duration.ofSeconds(1))
        .expectErrorSatisfies(
            failure ->
                assertThat(failure)
                    .isInstanceOfSatisfying(
                        QueueEmptyException.class,
                        empty -> {
                          assertThat(empty.waited()).isEqualTo(LONG);
                          assertThat(empty.address()).isEqualTo(queue.address());
                        }))
        .verify(Depth.PATIENCE);
    queue.offer(1);
    Depth.stays(queue, 1, 0);
  }

  @Test
  void wakingDoesNotWaitForVirtualTime() {
    SharedQueue<Integer> queue = handles.create(1);
    StepVerifier.withVirtualTime(() -> queue.receiveOne(LONG))
        .expectSubscription()
        .then(() -> queue.offer(1))
        .expectNext(1)
        .expectComplete()
        .verify(Depth.PATIENCE);
  }

  @Test
  void theDeadlineHoldsWithoutDemandToo() {
    SharedQueue<Integer> queue = handles.filled(1, 1);
    StepVerifier.withVirtualTime(() -> queue.receiveOne(LONG), 0)
        .expectSubscription()
        .thenAwait(LONG)
        .expectError(QueueEmptyException.class)
        .verify(Depth.PATIENCE);
    Depth.is(queue, 1, 0);
  }

  @Test
  void aDeadlineOfZeroDoesNotWait() {
    SharedQueue<Integer> queue = handles.filled(1, 1);
    StepVerifier.create(queue.receiveOne(Duration.ZERO))
        .expectNext(0)
        .expectComplete()
        .verify(Depth.PATIENCE);
    for (Duration none : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
      StepVerifier.create(queue.receiveOne(none))
          .expectError(QueueEmptyException.class)
          .verify(Depth.PATIENCE);
    }
    queue.offer(1);
    Depth.stays(queue, 1, 0);
  }

  @Test
  void forEverIsADurationToo() {
    SharedQueue<Integer> queue = handles.create(1);
    StepVerifier.create(queue.receiveOne(Duration.ofSeconds(Long.MAX_VALUE)))
        .expectSubscription()
        .then(() -> queue.offer(1))
        .expectNext(1)
        .expectComplete()
        .verify(Depth.PATIENCE);
  }

  /** Deadline and item meet: the item is either handed over or still there. */
  @Test
  void noItemIsLostToADeadline() {
    SharedQueue<Integer> queue = handles.create(1_000);
    Mono<Long> received =
        Flux.range(0, 3_000)
            .flatMap(
                i ->
                    queue
                        .receiveOne(Duration.ofNanos(50_000L + i * 20L))
                        .onErrorResume(QueueEmptyException.class, empty -> Mono.empty()),
                20)
            .count();
    Mono<Void> sent = queue.sendAll(Flux.range(0, 1_000).subscribeOn(Schedulers.boundedElastic()));
    long count =
        Mono.zip(received, sent.thenReturn(true)).blockOptional(Depth.PATIENCE).get().getT1();
    // One that was claimed at its receiver's deadline may still be on its way back.
    assertThat(Handles.drainToTheLast(queue)).hasSize(1_000 - (int) count);
    Handles.assertAllRoomIsThere(queue);
  }

  @Test
  void aCancelledOneTakesNothing() {
    SharedQueue<Integer> queue = handles.create(1);
    StepVerifier.create(queue.receiveOne()).expectSubscription().thenCancel().verify();
    queue.offer(1);
    Depth.stays(queue, 1, 0);
  }

  /** Cancellation and item meet: the item is either handed over, though late, or still there. */
  @Test
  void noItemIsLostToACancellation() throws Exception {
    SharedQueue<Integer> queue = handles.create(100);
    for (int round = 0; round < 20; round++) {
      List<Object> received = new CopyOnWriteArrayList<>();
      List<Disposable> pending =
          IntStream.range(0, 100)
              .mapToObj(i -> queue.receiveOne().subscribe(received::add))
              .toList();
      Background<?> filler = Background.run(() -> Handles.fill(queue, 100));
      pending.forEach(Disposable::dispose);
      filler.result();
      List<Integer> left = Handles.drainToTheLast(queue);
      // What was settled may not have been handed over yet.
      Awaitility.await()
          .atMost(Depth.PATIENCE)
          .until(() -> received.size() + dropped.items().size() + left.size() >= 100);
      received.addAll(dropped.items());
      dropped.items().clear();
      received.addAll(left);
      assertThat(received)
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 100).boxed().toList());
    }
    Handles.assertAllRoomIsThere(queue);
  }

  @Test
  void isEmptyAtTheEndOfTheStream() {
    SharedQueue<Integer> queue = handles.filled(2, 1);
    queue.complete();
    for (Mono<Integer> one :
        List.of(queue.receiveOne(), queue.receiveOne(LONG), queue.receiveOne(Duration.ZERO))) {
      StepVerifier.create(one.filter(item -> item > 0)).expectComplete().verify(Depth.PATIENCE);
    }
  }

  @Test
  void aWaitingOneEndsWithTheStream() {
    SharedQueue<Integer> queue = handles.create(1);
    StepVerifier.create(queue.receiveOne())
        .expectSubscription()
        .then(queue::complete)
        .expectComplete()
        .verify(Depth.PATIENCE);
  }

  @Test
  void failsWithTheQueue() {
    SharedQueue<Integer> queue = handles.create(1);
    queue.fail(new IllegalStateException("why"));
    for (Mono<Integer> one :
        List.of(queue.receiveOne(), queue.receiveOne(LONG), queue.receiveOne(Duration.ZERO))) {
      StepVerifier.create(one).expectError(RemoteFailureException.class).verify(Depth.PATIENCE);
    }
  }

  @Test
  void failsWhenTheHandleIsClosed() {
    SharedQueue<Integer> queue = handles.create(1);
    StepVerifier.create(queue.receiveOne())
        .expectSubscription()
        .then(queue::close)
        .expectError(QueueClosedException.class)
        .verify(Depth.PATIENCE);
    for (Mono<Integer> one :
        List.of(queue.receiveOne(), queue.receiveOne(LONG), queue.receiveOne(Duration.ZERO))) {
      StepVerifier.create(one).expectError(QueueClosedException.class).verify(Depth.PATIENCE);
    }
  }

  @Test
  void nullIsTheCallersMistake() {
    SharedQueue<Integer> queue = handles.create(1);
    assertThatThrownBy(() -> queue.receiveOne(null)).isInstanceOf(NullPointerException.class);
  }
}
