package io.sluice.queue;

import static io.sluice.queue.EngineQueues.PATIENCE;
import static io.sluice.queue.EngineQueues.expectSize;
import static io.sluice.queue.EngineQueues.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.CodecException;
import io.sluice.QueueEmptyException;
import io.sluice.RemoteFailureException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** Everything that takes items for good. */
interface ReceivingContract {
  EngineQueues queues();

  @Test
  default void receivesWhatIsThereAndWhatComes() {
    SharedQueue<String> queue = queues().create(8);
    put(queue, "a", "b");
    StepVerifier.create(queue.receive(), 3)
        .expectNext("a", "b")
        .then(() -> put(queue, "c", "d"))
        .expectNext("c")
        .thenCancel()
        .verify(PATIENCE);
    expectSize(queue, 1);
  }

  @Test
  default void claimsNothingThatIsNotRequested() {
    SharedQueue<String> queue = queues().create(8);
    put(queue, "a", "b", "c", "d");
    StepVerifier.create(queue.receive(), 0)
        .then(() -> expectSize(queue, 4))
        .thenRequest(1)
        .expectNext("a")
        .then(() -> expectSize(queue, 3))
        .thenRequest(2)
        .expectNext("b", "c")
        .then(() -> expectSize(queue, 1))
        .thenCancel()
        .verify(PATIENCE);
  }

  @Test
  default void whoStopsLeavesTheRestInOrder() {
    SharedQueue<String> queue = queues().create(8);
    put(queue, "a", "b", "c", "d", "e");
    StepVerifier.create(queue.receive().take(2))
        .expectNext("a", "b")
        .expectComplete()
        .verify(PATIENCE);
    expectSize(queue, 3);
    assertThat(EngineQueues.drain(queue)).containsExactly("c", "d", "e");
  }

  /** Cancels in the middle of a run of claimed items. */
  @Test
  default void aCancelledReceiverGivesBackAheadOfNewerItems() {
    SharedQueue<String> queue = queues().create(64);
    List<String> items = IntStream.range(0, 64).mapToObj(i -> "item " + i).toList();
    put(queue, items.toArray(String[]::new));
    AtomicInteger received = new AtomicInteger();
    CountDownLatch cancelled = new CountDownLatch(1);
    queue
        .receive()
        .subscribe(
            new BaseSubscriber<String>() {
              @Override
              protected void hookOnNext(String item) {
                if (received.incrementAndGet() == 20) {
                  cancel();
                  cancelled.countDown();
                }
              }
            });
    await().atMost(PATIENCE).until(() -> cancelled.getCount() == 0);
    expectSize(queue, 44);
    assertThat(received).hasValue(20);
    queue.poll();
    put(queue, "newer");
    assertThat(EngineQueues.drain(queue))
        .startsWith("item 21", "item 22")
        .endsWith("item 63", "newer");
  }

  @Test
  default void completesWhenDrained() {
    SharedQueue<String> queue = queues().create(8);
    put(queue, "a", "b");
    queue.complete();
    StepVerifier.create(queue.receive()).expectNext("a", "b").expectComplete().verify(PATIENCE);
    StepVerifier.create(queue.receive()).expectComplete().verify(PATIENCE);
  }

  @Test
  default void failsWhenDrained() {
    SharedQueue<String> queue = queues().create(8);
    put(queue, "a");
    queue.fail(new IllegalStateException("because"));
    StepVerifier.create(queue.receive())
        .expectNext("a")
        .expectErrorSatisfies(
            failure ->
                assertThat(failure)
                    .isInstanceOf(RemoteFailureException.class)
                    .hasMessageContaining("because"))
        .verify(PATIENCE);
  }

  @Test
  default void aReceiverCompletesOnlyWhenNothingCanComeBack() {
    SharedQueue<String> queue = queues().create(8);
    put(queue, "a");
    Queue<Delivery<String>> held = new ConcurrentLinkedQueue<>();
    Disposable holder = queue.receiveManualAck().subscribe(held::add);
    await().atMost(PATIENCE).until(() -> held.size() == 1);
    queue.complete();
    StepVerifier.create(queue.receive())
        .expectSubscription()
        .expectNoEvent(Duration.ofMillis(100))
        .then(holder::dispose)
        .expectNext("a")
        .expectComplete()
        .verify(PATIENCE);
  }

  @Test
  default void oneItemForOneSubscriber() {
    SharedQueue<String> queue = queues().create(8);
    put(queue, "a", "b");
    StepVerifier.create(queue.receiveOne()).expectNext("a").expectComplete().verify(PATIENCE);
    expectSize(queue, 1);
    assertThat(queue.poll()).isEqualTo("b");
    StepVerifier.create(queue.receiveOne())
        .expectSubscription()
        .then(() -> put(queue, "c"))
        .expectNext("c")
        .expectComplete()
        .verify(PATIENCE);
    queue.complete();
    StepVerifier.create(queue.receiveOne()).expectComplete().verify(PATIENCE);
    StepVerifier.create(queue.receiveOne(Duration.ZERO)).expectComplete().verify(PATIENCE);
  }

  @Test
  default void oneItemWithinATime() {
    SharedQueue<String> queue = queues().create(8);
    StepVerifier.create(queue.receiveOne(Duration.ZERO))
        .expectError(QueueEmptyException.class)
        .verify(PATIENCE);
    StepVerifier.create(queue.receiveOne(Duration.ofMillis(30)))
        .expectError(QueueEmptyException.class)
        .verify(PATIENCE);
    queues().expectNoWaiters();
    put(queue, "a", "b");
    StepVerifier.create(queue.receiveOne(PATIENCE))
        .expectNext("a")
        .expectComplete()
        .verify(PATIENCE);
    StepVerifier.create(queue.receiveOne(Duration.ZERO))
        .expectNext("b")
        .expectComplete()
        .verify(PATIENCE);
  }

  @Test
  default void cancelledWaitersLeaveNothingBehind() {
    SharedQueue<String> queue = queues().create(8);
    List<Disposable> waiting =
        IntStream.range(0, 300).mapToObj(i -> queue.receiveOne().subscribe()).toList();
    waiting.forEach(Disposable::dispose);
    queues().expectNoWaiters();
    put(queue, "a");
    expectSize(queue, 1);
  }

  @Test
  default void largeItemsAreReadElsewhere() {
    SharedQueue<String> queue = queues().create(8);
    put(queue, "a", EngineQueues.large('b'), "c", EngineQueues.large('d'), EngineQueues.large('e'));
    StepVerifier.create(queue.receive(), 3)
        .expectNext("a", EngineQueues.large('b'), "c")
        .thenCancel()
        .verify(PATIENCE);
    expectSize(queue, 2);
    StepVerifier.create(queue.receiveManualAck().doOnNext(Delivery::ack).map(Delivery::value), 2)
        .expectNext(EngineQueues.large('d'), EngineQueues.large('e'))
        .thenCancel()
        .verify(PATIENCE);
    expectSize(queue, 0);
  }

  @Test
  default void anItemThatCannotBeDecodedIsOneItemsFailure() {
    SharedQueue<String> queue = queues().create(8);
    String large = EngineQueues.UNREADABLE + EngineQueues.large('x');
    put(queue, "a", EngineQueues.UNREADABLE, "b", EngineQueues.UNREADABLE, large, "c", large, "d");
    StepVerifier.create(queue.receive())
        .expectNext("a")
        .expectError(CodecException.class)
        .verify(PATIENCE);
    expectSize(queue, 6);
    ReceiveOptions skipping =
        ReceiveOptions.defaults().withDecodeFailure(ReceiveOptions.DecodeFailure.SKIP);
    StepVerifier.create(queue.receive(skipping), 2)
        .expectNext("b", "c")
        .thenCancel()
        .verify(PATIENCE);
    StepVerifier.create(queue.receive()).expectError(CodecException.class).verify(PATIENCE);
    expectSize(queue, 1);
    assertThat(EngineQueues.drain(queue)).containsExactly("d");
  }

  @Test
  default void blockingTakes() throws InterruptedException {
    SharedQueue<String> queue = queues().create(8);
    assertThat(queue.poll()).isNull();
    assertThat(queue.poll(Duration.ofMillis(20))).isNull();
    put(queue, "a", EngineQueues.large('b'));
    assertThat(queue.take()).isEqualTo("a");
    assertThat(queue.poll(PATIENCE)).isEqualTo(EngineQueues.large('b'));
    Schedulers.boundedElastic().schedule(() -> put(queue, "c"), 50, TimeUnit.MILLISECONDS);
    assertThat(queue.take()).isEqualTo("c");
    expectSize(queue, 0);
  }

  @Test
  default void aTakeThatFailsEndsOneReceiver() {
    SharedQueue<String> queue = queues().create(8);
    put(queue, "a");
    RuntimeException failure = new IllegalStateException("no connection");
    queues().failNext(failure);
    StepVerifier.create(queue.receive()).expectErrorMessage("no connection").verify(PATIENCE);
    queues().failNext(failure);
    StepVerifier.create(queue.receiveManualAck())
        .expectErrorMessage("no connection")
        .verify(PATIENCE);
    queues().failNext(failure);
    assertThatThrownBy(queue::poll).isSameAs(failure);
    expectSize(queue, 1);
    assertThat(EngineQueues.drain(queue)).containsExactly("a");
    put(queue, EngineQueues.UNREADABLE);
    assertThatThrownBy(queue::poll).isInstanceOf(CodecException.class);
    expectSize(queue, 0);
  }

  /** Competing receivers of all kinds, some of which stop and come again. */
  @Test
  default void eachItemGoesToOneReceiver() {
    SharedQueue<String> queue = queues().create(16);
    SharedQueue<String> other = queues().another(queue);
    Queue<String> received = new ConcurrentLinkedQueue<>();
    ReceiveOptions immediate = ReceiveOptions.defaults().withScheduler(Schedulers.immediate());
    Mono<Void> all =
        Mono.when(
            queue.receive().doOnNext(received::add),
            other.receive(immediate).doOnNext(received::add),
            other
                .receiveManualAck()
                .doOnNext(
                    delivery -> {
                      if (delivery.attempt() == 1 && delivery.value().hashCode() % 5 == 0) {
                        delivery.nack();
                      } else {
                        received.add(delivery.value());
                        delivery.ack();
                      }
                    }),
            queue.receive().take(7).doOnNext(received::add).repeat(20),
            Flux.defer(queue::receiveOne).doOnNext(received::add).repeat(20));
    int count = 1_000;
    Mono<Void> sending =
        queue
            .sendAll(Flux.range(0, count).map(i -> "item " + i))
            .then(Mono.fromRunnable(queue::complete));
    StepVerifier.create(Mono.when(all, sending)).expectComplete().verify(PATIENCE);
    assertThat(received).hasSize(count).doesNotHaveDuplicates();
  }

  @Test
  default void aNegativeRequestEndsOneSubscription() {
    SharedQueue<String> queue = queues().create(8);
    put(queue, "a");
    CompletableFuture<Throwable> failed = new CompletableFuture<>();
    queue
        .receive()
        .subscribe(
            new BaseSubscriber<String>() {
              @Override
              protected void hookOnSubscribe(Subscription subscription) {
                subscription.request(-1);
              }

              @Override
              protected void hookOnError(Throwable failure) {
                failed.complete(failure);
              }
            });
    assertThat(failed).succeedsWithin(PATIENCE).isInstanceOf(IllegalArgumentException.class);
    expectSize(queue, 1);
  }
}
