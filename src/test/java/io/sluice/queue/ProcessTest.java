package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.QueueClosedException;
import io.sluice.RemoteFailureException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** Handlers that succeed, and what comes of their results. */
class ProcessTest {
  @RegisterExtension final Handles handles = new Handles();

  @Test
  void nothingHappensBeforeTheSubscription() {
    SharedQueue<Integer> queue = handles.filled(3, 3);
    Flux<Integer> results = queue.process(Mono::just, 1);
    Depth.stays(queue, 3, 0);
    queue.complete();
    StepVerifier.create(results).expectNext(0, 1, 2).expectComplete().verify(Depth.PATIENCE);
    Depth.is(queue, 0, 0);
  }

  @Test
  void acknowledgesWhenTheHandlersPublisherCompletes() {
    SharedQueue<Integer> queue = handles.filled(1, 1);
    Sinks.Many<String> handling = Sinks.many().unicast().onBackpressureBuffer();
    StepVerifier.create(queue.process(item -> handling.asFlux(), 1))
        .expectSubscription()
        .then(() -> Depth.becomes(queue, 0, 1))
        .then(() -> handling.tryEmitNext("a").orThrow())
        .expectNext("a")
        .then(() -> Depth.stays(queue, 0, 1))
        .then(() -> handling.tryEmitComplete().orThrow())
        .then(() -> Depth.becomes(queue, 0, 0))
        .thenCancel()
        .verify(Depth.PATIENCE);
    Depth.is(queue, 0, 0);
    Handles.assertAllRoomIsThere(queue);
  }

  /** Nobody asks for results: what is done is done all the same. */
  @Test
  void acknowledgesWithoutDemandForResults() {
    SharedQueue<Integer> queue = handles.filled(5, 5);
    queue.complete();
    StepVerifier.create(queue.process(item -> Flux.range(item * 10, 3), 2), 0)
        .expectSubscription()
        .then(() -> Depth.becomes(queue, 3, 0))
        .thenRequest(2)
        .expectNext(0, 1)
        .then(() -> Depth.stays(queue, 3, 0))
        .thenRequest(Long.MAX_VALUE)
        .recordWith(ArrayList::new)
        .expectNextCount(13)
        .consumeRecordedWith(
            rest ->
                assertThat(rest)
                    .containsExactlyInAnyOrder(2, 10, 11, 12, 20, 21, 22, 30, 31, 32, 40, 41, 42))
        .expectComplete()
        .verify(Depth.PATIENCE);
    Depth.is(queue, 0, 0);
  }

  @Test
  void manyResultsWaitForDemand() {
    SharedQueue<Integer> queue = handles.filled(1, 1);
    queue.complete();
    StepVerifier.create(queue.process(item -> Flux.range(0, 10_000), 1), 0)
        .expectSubscription()
        .then(() -> Depth.becomes(queue, 0, 0))
        .thenRequest(1)
        .expectNext(0)
        .thenRequest(Long.MAX_VALUE)
        .expectNextSequence(IntStream.range(1, 10_000).boxed().toList())
        .expectComplete()
        .verify(Depth.PATIENCE);
  }

  @Test
  void aHandlerMayHaveNoResult() {
    SharedQueue<Integer> queue = handles.filled(5, 5);
    queue.complete();
    StepVerifier.create(queue.process(item -> Mono.empty(), 3))
        .expectComplete()
        .verify(Depth.PATIENCE);
    Depth.is(queue, 0, 0);
  }

  @Test
  void resultsComeAsTheyArrive() {
    SharedQueue<Integer> queue = handles.filled(2, 2);
    queue.complete();
    Sinks.One<String> first = Sinks.one();
    StepVerifier.create(queue.process(item -> item == 0 ? first.asMono() : Mono.just("b"), 2))
        .expectNext("b")
        .then(() -> first.tryEmitValue("a").orThrow())
        .expectNext("a")
        .expectComplete()
        .verify(Depth.PATIENCE);
  }

  @Test
  void asManyAtOnceAsConcurrencySaysAndNoMore() {
    for (int concurrency : new int[] {1, 3, 300}) {
      SharedQueue<Integer> queue = handles.filled(400, 400);
      AtomicInteger now = new AtomicInteger();
      AtomicInteger most = new AtomicInteger();
      Sinks.One<Integer> hold = Sinks.one();
      AtomicInteger results = new AtomicInteger();
      Disposable processing =
          queue
              .process(
                  item ->
                      hold.asMono()
                          .publishOn(Schedulers.parallel())
                          .doOnSubscribe(
                              s -> most.accumulateAndGet(now.incrementAndGet(), Math::max))
                          .doOnTerminate(now::decrementAndGet),
                  concurrency)
              .subscribe(result -> results.incrementAndGet());
      Depth.becomes(queue, 400 - concurrency, concurrency);
      Depth.stays(queue, 400 - concurrency, concurrency);
      await().atMost(Depth.PATIENCE).until(() -> now.get() == concurrency);
      hold.tryEmitValue(1).orThrow();
      await().atMost(Depth.PATIENCE).until(() -> results.get() == 400);
      Depth.becomes(queue, 0, 0);
      assertThat(most).hasValue(concurrency);
      processing.dispose();
      Handles.assertAllRoomIsThere(queue);
    }
  }

  @Test
  void subscriptionsCompete() {
    SharedQueue<Integer> queue = handles.create(10);
    SharedQueue<Integer> other = handles.another(queue);
    Map<Integer, Integer> calls = new ConcurrentHashMap<>();
    Flux<Integer> results = count(queue, calls);
    Mono<Void> all = Flux.merge(results, results, count(other, calls)).then();
    Mono<Void> sent = queue.sendAll(Flux.range(0, 1_000)).then(Mono.fromRunnable(queue::complete));
    StepVerifier.create(Mono.when(all, sent)).expectComplete().verify(Depth.PATIENCE);
    assertThat(calls).hasSize(1_000);
    assertThat(calls.values()).containsOnly(1);
  }

  private static Flux<Integer> count(SharedQueue<Integer> queue, Map<Integer, Integer> calls) {
    return queue.process(item -> Mono.fromRunnable(() -> calls.merge(item, 1, Integer::sum)), 4);
  }

  @Test
  void handlersAreCalledWhereReceiveDelivers() {
    SharedQueue<Integer> queue = handles.filled(1, 1);
    StepVerifier.create(
            queue.process(item -> Mono.just(Thread.currentThread().getName()), 1).take(1))
        .assertNext(name -> assertThat(name).startsWith("parallel-"))
        .expectComplete()
        .verify(Depth.PATIENCE);
  }

  @Test
  void cancellingCancelsHandlersAndGivesTheirItemsBack() {
    SharedQueue<Integer> queue = handles.filled(5, 5);
    AtomicInteger handled = new AtomicInteger();
    AtomicInteger cancelled = new AtomicInteger();
    StepVerifier.create(
            queue.process(item -> item == 0 ? Mono.empty() : neverDone(handled, cancelled), 2))
        .expectSubscription()
        .then(() -> await().atMost(Depth.PATIENCE).until(() -> handled.get() == 2))
        .then(() -> Depth.becomes(queue, 2, 2))
        .thenCancel()
        .verify(Depth.PATIENCE);
    await().atMost(Depth.PATIENCE).until(() -> cancelled.get() == 2);
    Depth.becomes(queue, 4, 0);
    List<Delivery<Integer>> again = Deliveries.of(queue.receiveManualAck(), 4).next(4);
    assertThat(Deliveries.values(again)).containsExactly(1, 2, 3, 4);
    assertThat(Deliveries.attempts(again)).containsExactly(2, 2, 1, 1);
    again.forEach(Delivery::ack);
    Handles.assertAllRoomIsThere(queue);
  }

  /** Counted when it has begun: an item may be claimed and its handler not yet called. */
  private static Mono<Object> neverDone(AtomicInteger handled, AtomicInteger cancelled) {
    return Mono.never()
        .doOnSubscribe(begun -> handled.incrementAndGet())
        .doOnCancel(cancelled::incrementAndGet);
  }

  /** It was not done with the item: somebody else is to be. */
  @Test
  void whoTakesHalfOfAnItemsResultsGivesItBack() {
    SharedQueue<Integer> queue = handles.filled(1, 1);
    StepVerifier.create(queue.process(item -> Flux.range(0, 3), 1).take(2))
        .expectNext(0, 1)
        .expectComplete()
        .verify(Depth.PATIENCE);
    Depth.becomes(queue, 1, 0);
  }

  @Test
  void closingTheHandleCancelsHandlersAndGivesTheirItemsBack() {
    SharedQueue<Integer> queue = handles.filled(3, 3);
    SharedQueue<Integer> other = handles.another(queue);
    AtomicInteger handled = new AtomicInteger();
    AtomicInteger cancelled = new AtomicInteger();
    StepVerifier.create(queue.process(item -> neverDone(handled, cancelled), 2))
        .expectSubscription()
        .then(() -> await().atMost(Depth.PATIENCE).until(() -> handled.get() == 2))
        .then(() -> Depth.becomes(queue, 1, 2))
        .then(queue::close)
        .expectError(QueueClosedException.class)
        .verify(Depth.PATIENCE);
    await().atMost(Depth.PATIENCE).until(() -> cancelled.get() == 2);
    Depth.becomes(other, 3, 0);
    assertThat(Handles.drain(other)).containsExactly(0, 1, 2);
    Handles.assertAllRoomIsThere(other);
  }

  @Test
  void endsWithTheQueueOnceAllIsDone() {
    SharedQueue<Integer> queue = handles.filled(2, 2);
    queue.fail(new IllegalStateException("the reason"));
    StepVerifier.create(queue.process(Mono::just, 2))
        .expectNext(0, 1)
        .expectError(RemoteFailureException.class)
        .verify(Depth.PATIENCE);
    Depth.is(queue, 0, 0);
  }

  @Test
  void badArgumentsAreTheCallersMistake() {
    SharedQueue<Integer> queue = handles.create(1);
    assertThatThrownBy(() -> queue.process(null, 1)).isInstanceOf(NullPointerException.class);
    for (int wrong : new int[] {0, -1}) {
      assertThatThrownBy(() -> queue.process(Mono::just, wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("concurrency")
          .hasMessageContaining(Integer.toString(wrong));
    }
  }
}
