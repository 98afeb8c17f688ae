package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.QueueClosedException;
import io.sluice.QueueFullException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** One item to be accepted, now or later. */
class SendTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  @RegisterExtension final Handles handles = new Handles();

  @Test
  void nothingHappensBeforeTheSubscription() {
    SharedQueue<Integer> queue = handles.create(2);
    Mono<Void> send = queue.send(7);
    Depth.is(queue, 0, 0);
    send.block(Depth.PATIENCE);
    send.block(Depth.PATIENCE);
    assertThat(Handles.drain(queue)).containsExactly(7, 7);
  }

  @Test
  void completesWhenAccepted() {
    SharedQueue<Integer> queue = handles.create(1);
    StepVerifier.create(queue.send(1)).expectComplete().verify(Depth.PATIENCE);
    Depth.is(queue, 1, 0);
  }

  @Test
  void waitsWhileFullAndCompletesWhenThereIsRoom() {
    SharedQueue<Integer> queue = handles.filled(2, 2);
    StepVerifier.create(queue.send(2))
        .expectSubscription()
        .expectNoEvent(Duration.ofMillis(60))
        .then(() -> Depth.is(queue, 2, 0))
        .then(queue::poll)
        .expectComplete()
        .verify(Depth.PATIENCE);
    assertThat(Handles.drain(queue)).containsExactly(1, 2);
  }

  @Test
  void anotherHandlesConsumerMakesRoom() {
    SharedQueue<Integer> queue = handles.filled(1, 1);
    SharedQueue<Integer> other = handles.another(queue);
    StepVerifier.create(queue.send(1))
        .expectSubscription()
        .then(other::poll)
        .expectComplete()
        .verify(Depth.PATIENCE);
  }

  @Test
  void waitingSendsAreAcceptedInOrder() {
    SharedQueue<Integer> queue = handles.filled(3, 3);
    List<Integer> completed = new ArrayList<>();
    Flux<Integer> sends =
        Flux.range(3, 200)
            .flatMap(item -> queue.send(item).thenReturn(item).doOnNext(completed::add), 200);
    List<Integer> received = new ArrayList<>();
    StepVerifier.create(sends.then())
        .expectSubscription()
        .then(
            () ->
                received.addAll(
                    queue.receive().take(203).collectList().blockOptional(Depth.PATIENCE).get()))
        .expectComplete()
        .verify(Depth.PATIENCE);
    assertThat(received).isEqualTo(IntStream.range(0, 203).boxed().toList());
    assertThat(completed).isEqualTo(IntStream.range(3, 203).boxed().toList());
  }

  @Test
  void aLaterSendDoesNotOvertakeOneThatWaits() {
    SharedQueue<Integer> queue = handles.filled(1, 1);
    StepVerifier.create(queue.send(1).and(queue.send(2)))
        .expectSubscription()
        .then(() -> assertThat(queue.poll()).isZero())
        .then(() -> Depth.becomes(queue, 1, 0))
        .then(() -> assertThat(queue.poll()).isEqualTo(1))
        .expectComplete()
        .verify(Depth.PATIENCE);
    assertThat(queue.poll()).isEqualTo(2);
  }

  @Test
  void failsAtTheDeadlineByVirtualTime() {
    SharedQueue<Integer> queue = handles.filled(1, 1);
    StepVerifier.withVirtualTime(() -> queue.send(1, LONG))
        .expectSubscription()
        .expectNoEvent(LONG.minusSeconds(1))
        .thenAwait(Duration.ofSeconds(1))
        .expectErrorSatisfies(
            failure ->
                assertThat(failure)
                    .isInstanceOfSatisfying(
                        QueueFullException.class,
                        full -> {
                          assertThat(full.maxSize()).isEqualTo(1);
                          assertThat(full.address()).isEqualTo(queue.address());
                        }))
        .verify(Depth.PATIENCE);
    Depth.is(queue, 1, 0);
    assertThat(Handles.drain(queue)).containsExactly(0);
    Handles.assertAllRoomIsThere(queue);
  }

  @Test
  void wakingDoesNotWaitForVirtualTime() {
    SharedQueue<Integer> queue = handles.filled(1, 1);
    StepVerifier.withVirtualTime(() -> queue.send(1, LONG))
        .expectSubscription()
        .then(queue::poll)
        .expectComplete()
        .verify(Depth.PATIENCE);
    Depth.is(queue, 1, 0);
  }

  @Test
  void aDeadlineOfZeroFailsAtOnce() {
    SharedQueue<Integer> queue = handles.filled(1, 1);
    for (Duration none : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
      StepVerifier.create(queue.send(1, none))
          .expectError(QueueFullException.class)
          .verify(Depth.PATIENCE);
    }
    queue.poll();
    StepVerifier.create(queue.send(1, Duration.ZERO)).expectComplete().verify(Depth.PATIENCE);
    Depth.is(queue, 1, 0);
  }

  @Test
  void aDeadlineOfZeroFailsAtOnceBehindOthersThatWait() {
    SharedQueue<Integer> queue = handles.filled(1, 1);
    StepVerifier.create(queue.send(1))
        .expectSubscription()
        .then(
            () ->
                StepVerifier.create(queue.send(2, Duration.ZERO))
                    .expectError(QueueFullException.class)
                    .verify(Depth.PATIENCE))
        .then(queue::poll)
        .expectComplete()
        .verify(Depth.PATIENCE);
    assertThat(Handles.drain(queue)).containsExactly(1);
  }

  @Test
  void theShortestDeadlinesAreKept() {
    SharedQueue<Integer> queue = handles.filled(1, 1);
    Flux<Void> sends =
        Flux.range(0, 500)
            .flatMap(
                item ->
                    queue
                        .send(item, Duration.ofNanos(1))
                        .onErrorResume(QueueFullException.class, full -> Mono.empty()),
                500);
    StepVerifier.create(sends).expectComplete().verify(Depth.PATIENCE);
    queue.poll();
    Handles.assertAllRoomIsThere(queue);
  }

  @Test
  void forEverIsADurationToo() {
    SharedQueue<Integer> queue = handles.filled(1, 1);
    StepVerifier.create(queue.send(1, Duration.ofSeconds(Long.MAX_VALUE)))
        .expectSubscription()
        .then(queue::poll)
        .expectComplete()
        .verify(Depth.PATIENCE);
  }

  @Test
  void aCancelledSendIsNeverAccepted() {
    SharedQueue<Integer> queue = handles.filled(1, 1);
    StepVerifier.create(queue.send(1)).expectSubscription().thenCancel().verify(Depth.PATIENCE);
    assertThat(queue.poll()).isZero();
    Depth.stays(queue, 0, 0);
  }

  @Test
  void aSendCancelledAtItsSubscriptionIsNeverAccepted() {
    SharedQueue<Integer> queue = handles.filled(1, 1);
    queue
        .send(1)
        .subscribe(
            new BaseSubscriber<>() {
              @Override
              protected void hookOnSubscribe(Subscription subscription) {
                cancel();
              }
            });
    assertThat(queue.poll()).isZero();
    Depth.stays(queue, 0, 0);
    Handles.assertAllRoomIsThere(queue);
  }

  @Test
  void completionNeverComesOnTheWaitingThread() {
    SharedQueue<Integer> queue = handles.filled(1, 1);
    AtomicReference<Thread> completer = new AtomicReference<>();
    StepVerifier.create(queue.send(1).doOnTerminate(() -> completer.set(Thread.currentThread())))
        .expectSubscription()
        .then(queue::poll)
        .expectComplete()
        .verify(Depth.PATIENCE);
    assertThat(completer.get().getName()).startsWith("parallel-");
  }

  @Test
  void failsOnceTheQueueIsCompleted() {
    SharedQueue<Integer> queue = handles.filled(1, 1);
    StepVerifier.create(queue.send(1))
        .expectSubscription()
        .then(queue::complete)
        .expectErrorSatisfies(
            failure -> assertThat(failure).isInstanceOf(QueueClosedException.class).hasNoCause())
        .verify(Depth.PATIENCE);
    StepVerifier.create(queue.send(2, LONG))
        .expectError(QueueClosedException.class)
        .verify(Depth.PATIENCE);
    Depth.is(queue, 1, 0);
  }

  @Test
  void allThatWaitFailWhenTheHandleIsClosed() {
    SharedQueue<Integer> queue = handles.filled(1, 1);
    SharedQueue<Integer> other = handles.another(queue);
    StepVerifier.create(
            Flux.range(0, 100)
                .flatMapDelayError(item -> queue.send(item).materialize(), 100, 1)
                .map(end -> end.getThrowable() instanceof QueueClosedException)
                .distinct())
        .expectSubscription()
        .then(queue::close)
        .expectNext(true)
        .expectComplete()
        .verify(Depth.PATIENCE);
    StepVerifier.create(queue.send(1)).expectError(QueueClosedException.class).verify();
    assertThat(Handles.drain(other)).containsExactly(0);
    Handles.assertAllRoomIsThere(other);
  }

  @Test
  void nullIsTheCallersMistake() {
    SharedQueue<Integer> queue = handles.create(1);
    assertThatThrownBy(() -> queue.send(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> queue.send(null, LONG)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> queue.send(1, null)).isInstanceOf(NullPointerException.class);
  }
}
