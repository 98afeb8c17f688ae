package io.sluice.queue;

import static io.sluice.queue.EngineQueues.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.CodecException;
import io.sluice.ItemTooLargeException;
import io.sluice.QueueFullException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

/** Everything that puts items. */
interface SendingContract {
  EngineQueues queues();

  private SharedQueue<String> full(String... items) {
    SharedQueue<String> queue = queues().create(items.length);
    EngineQueues.put(queue, items);
    return queue;
  }

  private static void expectComplete(Mono<Void> sending) {
    StepVerifier.create(sending).expectComplete().verify(PATIENCE);
  }

  @Test
  default void sendsWhenThereIsRoom() {
    SharedQueue<String> queue = queues().create(2);
    expectComplete(queue.send("a"));
    expectComplete(queue.send("b"));
    StepVerifier.create(queue.send("c"))
        .expectSubscription()
        .expectNoEvent(Duration.ofMillis(60))
        .then(() -> assertThat(queue.poll()).isEqualTo("a"))
        .expectComplete()
        .verify(PATIENCE);
    assertThat(EngineQueues.drain(queue)).containsExactly("b", "c");
  }

  @Test
  default void waitingSendsAreServedInTheirOrder() {
    SharedQueue<String> queue = full("x");
    Queue<Integer> accepted = new ConcurrentLinkedQueue<>();
    IntStream.range(0, 100)
        .forEach(i -> queue.send("item " + i).subscribe(n -> {}, e -> {}, () -> accepted.add(i)));
    StepVerifier.create(queue.receive().skip(1), 101)
        .expectNextSequence(IntStream.range(0, 100).mapToObj(i -> "item " + i).toList())
        .thenCancel()
        .verify(PATIENCE);
    await().atMost(PATIENCE).until(() -> accepted.size() == 100);
    assertThat(List.copyOf(accepted)).isSorted();
  }

  @Test
  default void atTheDeadlineASendFailsAndIsNotAccepted() {
    SharedQueue<String> queue = full("a");
    StepVerifier.create(queue.send("b", Duration.ZERO))
        .expectError(QueueFullException.class)
        .verify(PATIENCE);
    StepVerifier.create(queue.send("c", Duration.ofMillis(30)))
        .expectError(QueueFullException.class)
        .verify(PATIENCE);
    queues().expectNoWaiters();
    assertThat(EngineQueues.drain(queue)).containsExactly("a");
    expectComplete(queue.send("d", Duration.ZERO));
    assertThat(EngineQueues.drain(queue)).containsExactly("d");
    expectComplete(queue.send("e", PATIENCE));
  }

  @Test
  default void aSendWithoutTimeFailsAtOnceAlsoBehindOthers() {
    SharedQueue<String> queue = full("a");
    Disposable waiting = queue.send("b").subscribe();
    StepVerifier.create(queue.send("c", Duration.ZERO))
        .expectError(QueueFullException.class)
        .verify(PATIENCE);
    waiting.dispose();
    assertThat(EngineQueues.drain(queue)).containsExactly("a");
  }

  @Test
  default void aPutThatFailsEndsOneSender() {
    SharedQueue<String> queue = queues().create(4);
    RuntimeException failure = new IllegalStateException("no connection");
    queues().failNext(failure);
    StepVerifier.create(queue.send("a")).expectErrorMessage("no connection").verify(PATIENCE);
    TestPublisher<String> source = TestPublisher.create();
    StepVerifier.create(queue.sendAll(source))
        .expectSubscription()
        .then(() -> queues().failNext(failure))
        .then(() -> source.next("b"))
        .expectErrorMessage("no connection")
        .verify(PATIENCE);
    await().atMost(PATIENCE).untilAsserted(source::assertCancelled);
    queues().failNext(failure);
    assertThatThrownBy(() -> queue.offer("c")).isSameAs(failure);
    assertThat(queue.offer("d")).isTrue();
    assertThat(EngineQueues.drain(queue)).containsExactly("d");
  }

  @Test
  default void cancelledSendsLeaveNothingBehind() {
    SharedQueue<String> queue = full("a");
    List<Disposable> waiting =
        IntStream.range(0, 300).mapToObj(i -> queue.send("item " + i).subscribe()).toList();
    waiting.forEach(Disposable::dispose);
    queues().expectNoWaiters();
    assertThat(EngineQueues.drain(queue)).containsExactly("a");
    assertThat(queue.offer("b")).isTrue();
  }

  @Test
  default void whatCannotBeEncodedIsNotSent() {
    SharedQueue<String> queue = queues().create(2);
    StepVerifier.create(queue.send(EngineQueues.BAD))
        .expectError(CodecException.class)
        .verify(PATIENCE);
    StepVerifier.create(queue.send("x".repeat(2 << 20)))
        .expectError(ItemTooLargeException.class)
        .verify(PATIENCE);
    assertThatThrownBy(() -> queue.offer(EngineQueues.BAD)).isInstanceOf(CodecException.class);
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  default void largeItemsAreSentInTheirPlace() {
    SharedQueue<String> queue = queues().create(2);
    List<String> items =
        List.of(
            "a", EngineQueues.large('b'), EngineQueues.large('c'), "d", EngineQueues.large('e'));
    Mono<Void> sending = Flux.fromIterable(items).flatMapSequential(queue::send).then();
    StepVerifier.create(queue.receive().take(5).collectList().zipWith(sending.thenReturn(0)))
        .assertNext(both -> assertThat(both.getT1()).isEqualTo(items))
        .expectComplete()
        .verify(PATIENCE);
    StepVerifier.create(
            queue
                .receive()
                .take(5)
                .collectList()
                .zipWith(queue.sendAll(Flux.fromIterable(items)).thenReturn(0)))
        .assertNext(both -> assertThat(both.getT1()).isEqualTo(items))
        .expectComplete()
        .verify(PATIENCE);
  }

  @Test
  default void sendsAllInOrder() {
    SharedQueue<String> queue = queues().create(5);
    List<String> items = IntStream.range(0, 500).mapToObj(i -> "item " + i).toList();
    Mono<Void> sending =
        queue.sendAll(Flux.fromIterable(items)).then(Mono.fromRunnable(queue::complete));
    StepVerifier.create(queue.receive().collectList().zipWith(sending.thenReturn(0)))
        .assertNext(both -> assertThat(both.getT1()).isEqualTo(items))
        .expectComplete()
        .verify(PATIENCE);
  }

  @Test
  default void requestsNoMoreThanThereIsRoomFor() {
    SharedQueue<String> queue = full("x", "y", "z");
    queue.poll();
    TestPublisher<String> source = TestPublisher.create();
    Disposable sending = queue.sendAll(source).subscribe();
    await().atMost(PATIENCE).untilAsserted(() -> source.assertMinRequested(1));
    source.assertMaxRequested(1);
    source.next("a");
    await().atMost(PATIENCE).until(queue::isFull);
    source.assertMaxRequested(1);
    queue.poll();
    queue.poll();
    await().atMost(PATIENCE).untilAsserted(() -> source.assertMinRequested(1));
    sending.dispose();
    await().atMost(PATIENCE).untilAsserted(source::assertCancelled);
    queues().expectNoWaiters();
  }

  @Test
  default void aBadItemEndsOneSendAllAfterWhatCameBefore() {
    SharedQueue<String> queue = queues().create(8);
    TestPublisher<String> source = TestPublisher.create();
    StepVerifier.create(queue.sendAll(source))
        .expectSubscription()
        .then(() -> source.emit("a", "b", EngineQueues.BAD, "c"))
        .expectError(CodecException.class)
        .verify(PATIENCE);
    assertThat(EngineQueues.drain(queue)).containsExactly("a", "b");
    StepVerifier.create(queue.sendAll(Flux.just("d", EngineQueues.BAD, "e")))
        .expectError(CodecException.class)
        .verify(PATIENCE);
    assertThat(EngineQueues.drain(queue)).containsExactly("d");
    StepVerifier.create(queue.sendAll(Flux.just(EngineQueues.large('f'), EngineQueues.BAD)))
        .expectError(CodecException.class)
        .verify(PATIENCE);
    assertThat(EngineQueues.drain(queue)).containsExactly(EngineQueues.large('f'));
  }

  @Test
  default void anErrorOfThePublisherComesAfterItsItems() {
    SharedQueue<String> queue = queues().create(8);
    Flux<String> source =
        Flux.just("a", "b").concatWith(Mono.error(new IllegalStateException("broken")));
    StepVerifier.create(queue.sendAll(source)).expectErrorMessage("broken").verify(PATIENCE);
    assertThat(EngineQueues.drain(queue)).containsExactly("a", "b");
  }

  @Test
  default void aCancelledSendAllDropsWhatIsNotAccepted() {
    SharedQueue<String> queue = queues().create(2);
    Queue<Object> discarded = new ConcurrentLinkedQueue<>();
    TestPublisher<String> source =
        TestPublisher.createNoncompliant(TestPublisher.Violation.REQUEST_OVERFLOW);
    Disposable sending =
        queue.sendAll(source).doOnDiscard(String.class, discarded::add).subscribe();
    await().atMost(PATIENCE).untilAsserted(() -> source.assertMinRequested(1));
    source.next("a", "b", "c", "d");
    await().atMost(PATIENCE).until(queue::isFull);
    sending.dispose();
    await().atMost(PATIENCE).until(() -> discarded.size() == 2);
    assertThat(discarded).containsExactly("c", "d");
    queues().expectNoWaiters();
    assertThat(EngineQueues.drain(queue)).containsExactly("a", "b");
  }

  @Test
  default void aSubscribersEndIsItsOwn() {
    SharedQueue<String> queue = queues().create(3);
    Flux.range(0, 20).map(i -> "item " + i).subscribe(queue.subscriber());
    StepVerifier.create(queue.receive(), 20).expectNextCount(20).thenCancel().verify(PATIENCE);
    expectComplete(queue.send("still open"));
  }

  @Test
  default void aSinkSaysWhatBecameOfAnItem() {
    SharedQueue<String> queue = queues().create(1);
    Sinks.Many<String> sink = queue.sink();
    assertThat(sink.tryEmitNext("a")).isEqualTo(Sinks.EmitResult.OK);
    assertThat(sink.tryEmitNext("b")).isEqualTo(Sinks.EmitResult.FAIL_OVERFLOW);
    assertThat(sink.tryEmitComplete()).isEqualTo(Sinks.EmitResult.OK);
    assertThat(sink.tryEmitNext("c")).isEqualTo(Sinks.EmitResult.FAIL_TERMINATED);
    assertThat(queue.poll()).isEqualTo("a");
  }

  @Test
  default void blockingPuts() throws InterruptedException {
    SharedQueue<String> queue = queues().create(1);
    queue.put(EngineQueues.large('a'));
    assertThat(queue.offer("b")).isFalse();
    assertThat(queue.offer("b", Duration.ofMillis(20))).isFalse();
    CompletableFuture<String> polled =
        Mono.delay(Duration.ofMillis(50), Schedulers.boundedElastic())
            .mapNotNull(tick -> queue.poll())
            .toFuture();
    queue.put("c");
    assertThat(polled).succeedsWithin(PATIENCE).isEqualTo(EngineQueues.large('a'));
    assertThat(EngineQueues.drain(queue)).containsExactly("c");
    assertThat(queue.offer("d", PATIENCE)).isTrue();
  }

  @Test
  default void anInterruptedPutIsNotAccepted() {
    SharedQueue<String> queue = full("a");
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> queue.put("b")).isInstanceOf(InterruptedException.class);
    assertThat(EngineQueues.drain(queue)).containsExactly("a");
    queues().expectNoWaiters();
  }

  @Test
  default void manySendersStayWithinTheBound() {
    SharedQueue<String> queue = queues().create(3);
    SharedQueue<String> other = queues().another(queue);
    AtomicInteger most = new AtomicInteger();
    Mono<Void> sending =
        Mono.when(
            other.sendAll(Flux.range(0, 200).map(i -> "a" + i)),
            queue.sendAll(Flux.range(0, 200).map(i -> "b" + i)),
            Flux.range(0, 200).map(i -> "c" + i).flatMap(queue::send),
            Flux.range(0, 200).map(i -> "d" + i).concatMap(i -> other.send(i, PATIENCE)));
    Mono<List<String>> receiving =
        queue
            .receive()
            .doOnNext(i -> most.accumulateAndGet(queue.size(), Math::max))
            .take(800)
            .collectList();
    StepVerifier.create(receiving.zipWith(sending.thenReturn(0)))
        .assertNext(both -> assertThat(both.getT1()).hasSize(800).doesNotHaveDuplicates())
        .expectComplete()
        .verify(PATIENCE);
    assertThat(most).hasValueLessThanOrEqualTo(3);
  }
}
