package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.CodecException;
import io.sluice.QueueClosedException;
import io.sluice.RemoteFailureException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

/** A publisher's items, all to be accepted. */
class SendAllTest {
  @RegisterExtension final Handles handles = new Handles();

  @Test
  void completesWhenAllAreAccepted() {
    SharedQueue<Integer> queue = handles.create(10);
    StepVerifier.create(queue.sendAll(Flux.range(0, 10))).expectComplete().verify(Depth.PATIENCE);
    assertThat(Handles.drain(queue)).isEqualTo(IntStream.range(0, 10).boxed().toList());
    StepVerifier.create(queue.sendAll(Flux.empty())).expectComplete().verify(Depth.PATIENCE);
    StepVerifier.create(queue.sendAll(Mono.just(1))).expectComplete().verify(Depth.PATIENCE);
    Depth.is(queue, 1, 0);
  }

  @Test
  void waitsForRoomAndKeepsTheOrder() {
    SharedQueue<Integer> queue = handles.create(3);
    Mono<List<Integer>> received = queue.receive().take(5_000).collectList();
    List<Integer> items =
        Mono.zip(received, queue.sendAll(Flux.range(0, 5_000)).thenReturn(true))
            .blockOptional(Depth.PATIENCE)
            .get()
            .getT1();
    assertThat(items).isEqualTo(IntStream.range(0, 5_000).boxed().toList());
    Depth.is(queue, 0, 0);
  }

  @Test
  void requestsNoMoreThanTheRoomItSees() {
    SharedQueue<Integer> queue = handles.filled(5, 2);
    TestPublisher<Integer> upstream = TestPublisher.create();
    StepVerifier.create(queue.sendAll(upstream))
        .expectSubscription()
        .then(() -> upstream.assertMinRequested(3).assertMaxRequested(3))
        .then(() -> upstream.next(2, 3, 4))
        .then(() -> Depth.stays(queue, 5, 0))
        .then(() -> upstream.assertMaxRequested(0))
        .then(queue::poll)
        .then(queue::poll)
        .then(() -> awaitRequested(upstream, 1))
        .then(() -> upstream.next(5))
        .then(() -> Depth.becomes(queue, 4, 0))
        .then(() -> upstream.assertMaxRequested(1))
        .then(upstream::complete)
        .expectComplete()
        .verify(Depth.PATIENCE);
    assertThat(Handles.drain(queue)).containsExactly(2, 3, 4, 5);
  }

  @Test
  void requestsNothingFromAFullQueue() {
    SharedQueue<Integer> queue = handles.filled(2, 2);
    TestPublisher<Integer> upstream = TestPublisher.create();
    StepVerifier.create(queue.sendAll(upstream))
        .expectSubscription()
        .then(() -> Depth.stays(queue, 2, 0))
        .then(() -> upstream.assertMaxRequested(0))
        .then(queue::poll)
        .then(() -> awaitRequested(upstream, 1))
        .then(() -> upstream.assertMaxRequested(1))
        .then(upstream::complete)
        .expectComplete()
        .verify(Depth.PATIENCE);
  }

  @Test
  void requests256AtMost() {
    SharedQueue<Integer> queue = handles.create(1_000);
    List<Long> requests = Collections.synchronizedList(new ArrayList<>());
    AtomicLong outstanding = new AtomicLong();
    AtomicLong most = new AtomicLong();
    Flux<Integer> items =
        Flux.range(0, 1_000)
            .doOnNext(item -> outstanding.decrementAndGet())
            .doOnRequest(
                n -> {
                  requests.add(n);
                  most.accumulateAndGet(outstanding.addAndGet(n), Math::max);
                });
    StepVerifier.create(queue.sendAll(items)).expectComplete().verify(Depth.PATIENCE);
    assertThat(requests).allMatch(n -> n <= 256);
    assertThat(most.get()).isLessThanOrEqualTo(256);
    Depth.is(queue, 1_000, 0);
  }

  /** It reserves nothing, so others may fill the queue between request and arrival. */
  @Test
  void whatArrivesToAFullQueueWaits() {
    SharedQueue<Integer> queue = handles.create(3);
    TestPublisher<Integer> upstream = TestPublisher.create();
    StepVerifier.create(queue.sendAll(upstream))
        .expectSubscription()
        .then(() -> upstream.assertMinRequested(3))
        .then(() -> Handles.fill(queue, 3))
        .then(() -> upstream.next(10, 11, 12))
        .then(() -> upstream.complete())
        .expectNoEvent(Duration.ofMillis(60))
        .then(() -> Depth.is(queue, 3, 0))
        .then(() -> upstream.assertMaxRequested(0))
        .then(() -> assertThat(queue.poll()).isZero())
        .then(() -> Depth.becomes(queue, 3, 0))
        .expectNoEvent(Duration.ofMillis(60))
        .then(() -> assertThat(queue.poll()).isEqualTo(1))
        .then(() -> Depth.becomes(queue, 3, 0))
        .then(() -> assertThat(queue.poll()).isEqualTo(2))
        .expectComplete()
        .verify(Depth.PATIENCE);
    assertThat(Handles.drain(queue)).containsExactly(10, 11, 12);
  }

  @Test
  void upstreamsErrorComesAfterWhatCameBeforeIt() {
    SharedQueue<Integer> queue = handles.create(10);
    IllegalStateException failure = new IllegalStateException("upstream");
    StepVerifier.create(queue.sendAll(Flux.range(0, 3).concatWith(Mono.error(failure))))
        .expectErrorMatches(failure::equals)
        .verify(Depth.PATIENCE);
    assertThat(Handles.drain(queue)).containsExactly(0, 1, 2);
    Handles.assertAllRoomIsThere(queue);
  }

  @Test
  void aBadItemEndsTheStreamAndSparesTheQueue() {
    SharedQueue<Object> queue = handles.closeLater(SharedQueue.create(10, Items.OBJECTS));
    List<Object> discarded = Collections.synchronizedList(new ArrayList<>());
    Items.Unknown bad = new Items.Unknown();
    TestPublisher<Object> upstream = TestPublisher.create();
    StepVerifier.create(queue.sendAll(upstream.flux()).doOnDiscard(Object.class, discarded::add))
        .expectSubscription()
        .then(() -> upstream.next("a", "b", bad))
        .expectErrorSatisfies(
            failure ->
                assertThat(failure)
                    .isInstanceOf(CodecException.class)
                    .hasMessageContaining(Items.Unknown.class.getSimpleName()))
        .verify(Depth.PATIENCE);
    upstream.assertCancelled();
    assertThat(discarded).containsExactly(bad);
    assertThat(Handles.drain(queue)).containsExactly("a", "b");
    queue.sendAll(Flux.just("c")).block(Depth.PATIENCE);
    assertThat(queue.poll()).isEqualTo("c");
  }

  /** What came before the bad item waits for room, and the failure for its acceptance. */
  @Test
  void aBadItemBehindOthersThatWait() {
    SharedQueue<Object> queue = handles.closeLater(SharedQueue.create(2, Items.OBJECTS));
    TestPublisher<Object> upstream = TestPublisher.create();
    StepVerifier.create(queue.sendAll(upstream.flux()))
        .expectSubscription()
        .then(() -> assertThat(queue.offer("x")).isTrue())
        .then(() -> assertThat(queue.offer("y")).isTrue())
        .then(() -> upstream.next("a", new Items.Unknown()))
        .expectNoEvent(Duration.ofMillis(60))
        .then(queue::poll)
        .expectError(CodecException.class)
        .verify(Depth.PATIENCE);
    assertThat(Handles.drain(queue)).containsExactly("y", "a");
  }

  @Test
  void cancellingDropsWhatIsNotAccepted() {
    SharedQueue<Integer> queue = handles.create(3);
    List<Integer> discarded = Collections.synchronizedList(new ArrayList<>());
    TestPublisher<Integer> upstream = TestPublisher.create();
    StepVerifier.create(queue.sendAll(upstream.flux()).doOnDiscard(Integer.class, discarded::add))
        .expectSubscription()
        .then(() -> assertThat(queue.offer(0)).isTrue())
        .then(() -> assertThat(queue.offer(1)).isTrue())
        .then(() -> upstream.next(10, 11, 12))
        .then(() -> Depth.becomes(queue, 3, 0))
        .thenCancel()
        .verify(Depth.PATIENCE);
    upstream.assertCancelled();
    assertThat(discarded).containsExactly(11, 12);
    assertThat(Handles.drain(queue)).containsExactly(0, 1, 10);
    Depth.stays(queue, 0, 0);
    Handles.assertAllRoomIsThere(queue);
  }

  @Test
  void aCancelledStreamOfManyLeavesNothing() {
    SharedQueue<Integer> queue = handles.create(3);
    for (int i = 0; i < 20; i++) {
      StepVerifier.create(queue.sendAll(Flux.range(0, 1_000_000).publishOn(Schedulers.parallel())))
          .expectSubscription()
          .then(() -> Depth.becomes(queue, 3, 0))
          .thenCancel()
          .verify(Depth.PATIENCE);
      assertThat(Handles.drain(queue)).containsExactly(0, 1, 2);
      Handles.assertAllRoomIsThere(queue);
    }
  }

  @Test
  void failsOnceTheQueueIsCompleted() {
    SharedQueue<Integer> queue = handles.create(3);
    TestPublisher<Integer> upstream = TestPublisher.create();
    StepVerifier.create(queue.sendAll(upstream))
        .expectSubscription()
        .then(() -> upstream.next(0))
        .then(queue::complete)
        .then(() -> upstream.next(1))
        .expectError(QueueClosedException.class)
        .verify(Depth.PATIENCE);
    upstream.assertCancelled();
    assertThat(queue.poll()).isZero();
    TestPublisher<Integer> late = TestPublisher.create();
    StepVerifier.create(queue.sendAll(late))
        .expectError(QueueClosedException.class)
        .verify(Depth.PATIENCE);
    late.assertCancelled();
  }

  @Test
  void oneThatWaitsForRoomFailsWithTheQueue() {
    SharedQueue<Integer> queue = handles.filled(1, 1);
    TestPublisher<Integer> upstream = TestPublisher.create();
    StepVerifier.create(queue.sendAll(upstream))
        .expectSubscription()
        .then(() -> queue.fail(new IllegalArgumentException("why")))
        .expectErrorSatisfies(
            failure ->
                assertThat(failure)
                    .isInstanceOf(QueueClosedException.class)
                    .hasCauseInstanceOf(RemoteFailureException.class))
        .verify(Depth.PATIENCE);
    upstream.assertCancelled();
  }

  @Test
  void closingTheHandleCancelsASilentUpstream() {
    SharedQueue<Integer> queue = handles.create(3);
    TestPublisher<Integer> upstream = TestPublisher.create();
    StepVerifier.create(queue.sendAll(upstream))
        .expectSubscription()
        .then(queue::close)
        .expectError(QueueClosedException.class)
        .verify(Depth.PATIENCE);
    upstream.assertCancelled();
    TestPublisher<Integer> late = TestPublisher.create();
    StepVerifier.create(queue.sendAll(late))
        .expectError(QueueClosedException.class)
        .verify(Depth.PATIENCE);
    late.assertCancelled();
  }

  @Test
  void manyStreamsShareTheRoom() {
    SharedQueue<Integer> queue = handles.create(5);
    Flux<Void> streams =
        Flux.range(0, 20)
            .flatMap(
                stream ->
                    queue.sendAll(Flux.range(stream * 100, 100).subscribeOn(Schedulers.parallel())),
                20);
    List<Integer> received =
        Mono.zip(queue.receive().take(2_000).collectList(), streams.then(Mono.just(true)))
            .blockOptional(Depth.PATIENCE)
            .get()
            .getT1();
    assertThat(received).hasSize(2_000).doesNotHaveDuplicates();
    for (int stream = 0; stream < 20; stream++) {
      int from = stream * 100;
      assertThat(received.stream().filter(item -> item >= from && item < from + 100)).isSorted();
    }
    Handles.assertAllRoomIsThere(queue);
  }

  /** A slow upstream that was given the room must not keep it from others. */
  @Test
  void aSilentUpstreamDoesNotSwallowTheWake() {
    SharedQueue<Integer> queue = handles.filled(1, 1);
    TestPublisher<Integer> silent = TestPublisher.create();
    StepVerifier.create(queue.sendAll(silent))
        .expectSubscription()
        .then(
            () ->
                StepVerifier.create(queue.send(7))
                    .expectSubscription()
                    .then(queue::poll)
                    .expectComplete()
                    .verify(Depth.PATIENCE))
        .thenCancel()
        .verify(Depth.PATIENCE);
    assertThat(queue.poll()).isEqualTo(7);
  }

  @Test
  void nullIsTheCallersMistake() {
    SharedQueue<Integer> queue = handles.create(1);
    assertThatThrownBy(() -> queue.sendAll(null)).isInstanceOf(NullPointerException.class);
  }

  private static void awaitRequested(TestPublisher<Integer> upstream, long more) {
    Awaitility.await()
        .atMost(Depth.PATIENCE)
        .untilAsserted(() -> upstream.assertMinRequested(more));
  }
}
