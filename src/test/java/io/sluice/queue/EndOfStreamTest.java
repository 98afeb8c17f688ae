package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.QueueClosedException;
import io.sluice.RemoteFailureException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** {@code complete} and {@code fail}: for every process, after what was accepted. */
class EndOfStreamTest {
  private static final Duration A_WHILE = Duration.ofMillis(60);

  @RegisterExtension final Handles handles = new Handles();

  @Test
  void nothingIsAcceptedAfterCompletion() {
    SharedQueue<Integer> queue = handles.filled(5, 2);
    SharedQueue<Integer> other = handles.another(queue);
    queue.complete();
    queue.complete();
    for (SharedQueue<Integer> handle : List.of(queue, other)) {
      assertThatThrownBy(() -> handle.put(7)).isInstanceOf(QueueClosedException.class);
      assertThatThrownBy(() -> handle.offer(7)).isInstanceOf(QueueClosedException.class);
      assertThatThrownBy(() -> handle.offer(7, A_WHILE)).isInstanceOf(QueueClosedException.class);
      StepVerifier.create(handle.send(7)).expectError(QueueClosedException.class).verify();
      StepVerifier.create(handle.send(7, A_WHILE)).expectError(QueueClosedException.class).verify();
      StepVerifier.create(handle.sendAll(Flux.just(7)))
          .expectError(QueueClosedException.class)
          .verify(Depth.PATIENCE);
    }
    Depth.is(queue, 2, 0);
  }

  @Test
  void receiversDrainThenComplete() {
    SharedQueue<Integer> queue = handles.filled(5, 3);
    queue.complete();
    StepVerifier.create(queue.receive(), 2)
        .expectNext(0, 1)
        .expectNoEvent(A_WHILE)
        .thenRequest(5)
        .expectNext(2)
        .expectComplete()
        .verify(Depth.PATIENCE);
    StepVerifier.create(handles.another(queue).receive()).expectComplete().verify(Depth.PATIENCE);
  }

  @Test
  void aWaitingReceiverCompletes() {
    SharedQueue<Integer> queue = handles.create(5);
    StepVerifier.create(queue.receive())
        .expectSubscription()
        .then(() -> queue.offer(1))
        .expectNext(1)
        .then(() -> handles.another(queue).complete())
        .expectComplete()
        .verify(Depth.PATIENCE);
  }

  @Test
  void takeAndPollDrainThenThrow() throws InterruptedException {
    SharedQueue<Integer> queue = handles.filled(5, 3);
    queue.complete();
    assertThat(queue.take()).isZero();
    assertThat(queue.poll()).isEqualTo(1);
    assertThat(queue.poll(A_WHILE)).isEqualTo(2);
    assertThatThrownBy(queue::take).isInstanceOf(QueueClosedException.class).hasNoCause();
    assertThatThrownBy(queue::poll).isInstanceOf(QueueClosedException.class);
    assertThatThrownBy(() -> queue.poll(A_WHILE)).isInstanceOf(QueueClosedException.class);
    assertThat(queue.isEmpty()).isTrue();
  }

  /** An item in another consumer's hands may come back. */
  @Test
  void receiversCompleteOnlyWhenNothingCanBeRedelivered() {
    SharedQueue<Integer> queue = handles.filled(5, 2);
    AtomicReference<Delivery<Integer>> held = new AtomicReference<>();
    StepVerifier.create(queue.receiveManualAck(), 1)
        .consumeNextWith(held::set)
        .then(queue::complete)
        .then(
            () ->
                StepVerifier.create(handles.another(queue).receive())
                    .expectNext(1)
                    .expectNoEvent(A_WHILE)
                    .then(() -> assertThat(queue.poll()).isNull())
                    .then(() -> held.get().nack())
                    .expectNext(0)
                    .expectComplete()
                    .verify(Depth.PATIENCE))
        .thenRequest(1)
        .expectComplete()
        .verify(Depth.PATIENCE);
  }

  @Test
  void anAcknowledgementEndsTheWaitForRedelivery() throws Exception {
    SharedQueue<Integer> queue = handles.filled(5, 1);
    AtomicReference<Delivery<Integer>> held = new AtomicReference<>();
    AtomicReference<Background<Integer>> taker = new AtomicReference<>();
    StepVerifier.create(queue.receiveManualAck())
        .consumeNextWith(held::set)
        .then(queue::complete)
        .then(() -> taker.set(Background.call(queue::take).awaitBlocked()))
        .expectNoEvent(A_WHILE)
        .then(() -> held.get().ack())
        .expectComplete()
        .verify(Depth.PATIENCE);
    assertThat(taker.get().failure()).isInstanceOf(QueueClosedException.class);
  }

  @Test
  void aFailureReachesReceiversAfterTheItems() {
    SharedQueue<Integer> queue = handles.filled(5, 2);
    queue.fail(new IllegalStateException("the reason"));
    StepVerifier.create(handles.another(queue).receive())
        .expectNext(0, 1)
        .expectErrorSatisfies(EndOfStreamTest::assertIsTheRemoteFailure)
        .verify(Depth.PATIENCE);
    StepVerifier.create(queue.receiveManualAck())
        .expectErrorSatisfies(EndOfStreamTest::assertIsTheRemoteFailure)
        .verify(Depth.PATIENCE);
  }

  private static void assertIsTheRemoteFailure(Throwable failure) {
    assertThat(failure)
        .isInstanceOfSatisfying(
            RemoteFailureException.class,
            remote -> {
              assertThat(remote.remoteClassName()).isEqualTo("java.lang.IllegalStateException");
              assertThat(remote.remoteMessage()).isEqualTo("the reason");
              assertThat(remote.remoteStackTrace())
                  .startsWith("java.lang.IllegalStateException: the reason")
                  .contains("at io.sluice.queue.EndOfStreamTest.");
              assertThat(remote)
                  .hasMessageContaining("java.lang.IllegalStateException")
                  .hasMessageContaining("the reason");
            });
  }

  @Test
  void aFailureIsTheCauseForSenders() {
    SharedQueue<Integer> queue = handles.create(5);
    queue.fail(new IllegalStateException("the reason"));
    QueueClosedException thrown =
        catchThrowableOfType(QueueClosedException.class, () -> handles.another(queue).offer(1));
    assertIsTheRemoteFailure(thrown.getCause());
    StepVerifier.create(queue.send(1))
        .expectErrorSatisfies(failure -> assertIsTheRemoteFailure(failure.getCause()))
        .verify(Depth.PATIENCE);
    assertThatThrownBy(queue::take)
        .isInstanceOf(QueueClosedException.class)
        .satisfies(failure -> assertIsTheRemoteFailure(failure.getCause()));
  }

  @Test
  void theFirstEndStays() {
    SharedQueue<Integer> failed = handles.create(1);
    failed.fail(new IllegalStateException("the reason"));
    failed.fail(new IllegalArgumentException("another one"));
    failed.complete();
    StepVerifier.create(failed.receive())
        .expectErrorSatisfies(EndOfStreamTest::assertIsTheRemoteFailure)
        .verify(Depth.PATIENCE);
    SharedQueue<Integer> completed = handles.create(1);
    completed.complete();
    completed.fail(new IllegalStateException("too late"));
    StepVerifier.create(completed.receive()).expectComplete().verify(Depth.PATIENCE);
  }

  @Test
  void anyFailureTravels() {
    assertTravels(new IllegalStateException());
    assertTravels(new IllegalStateException("ä".repeat(100_000)));
    assertTravels(new StackOverflowError());
    Throwable deep = new RuntimeException("root");
    for (int i = 0; i < 200; i++) {
      deep = new RuntimeException("level " + i, deep);
    }
    assertTravels(deep);
  }

  private void assertTravels(Throwable cause) {
    SharedQueue<Integer> queue = handles.create(1);
    queue.fail(cause);
    StepVerifier.create(queue.receive())
        .expectErrorSatisfies(
            failure ->
                assertThat(failure)
                    .isInstanceOfSatisfying(
                        RemoteFailureException.class,
                        remote -> {
                          assertThat(remote.remoteClassName())
                              .isEqualTo(cause.getClass().getName());
                          if (cause.getMessage() == null) {
                            assertThat(remote.remoteMessage()).isNull();
                          } else {
                            assertThat(cause.getMessage()).startsWith(remote.remoteMessage());
                          }
                        }))
        .verify(Depth.PATIENCE);
  }

  @Test
  void theEndOutlivesWhoBroughtItAbout() {
    SharedQueue<Integer> queue = handles.filled(2, 1);
    SharedQueue<Integer> other = handles.another(queue);
    other.complete();
    other.close();
    StepVerifier.create(queue.receive()).expectNext(0).expectComplete().verify(Depth.PATIENCE);
  }

  @Test
  void nullIsTheCallersMistake() {
    SharedQueue<Integer> queue = handles.create(1);
    assertThatThrownBy(() -> queue.fail(null)).isInstanceOf(NullPointerException.class);
    assertThat(queue.offer(1)).isTrue();
  }
}
