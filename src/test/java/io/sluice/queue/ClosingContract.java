package io.sluice.queue;

import static io.sluice.queue.EngineQueues.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.QueueClosedException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** The end of a stream, of a handle, and the wait for everything to be settled. */
interface ClosingContract {
  EngineQueues queues();

  private SharedQueue<String> full(String... items) {
    SharedQueue<String> queue = queues().create(items.length);
    EngineQueues.put(queue, items);
    return queue;
  }

  @Test
  default void completionEndsEverySender() {
    SharedQueue<String> queue = full("a");
    SharedQueue<String> other = queues().another(queue);
    List<Mono<Void>> waiting =
        List.of(
            queue.send("b").cache(),
            queue.send("c", PATIENCE).cache(),
            other.sendAll(Flux.just("d", "e")).cache());
    waiting.forEach(one -> one.subscribe(nothing -> {}, failure -> {}));
    other.complete();
    for (Mono<Void> sending : waiting) {
      StepVerifier.create(sending).expectError(QueueClosedException.class).verify(PATIENCE);
    }
    StepVerifier.create(queue.send("f")).expectError(QueueClosedException.class).verify(PATIENCE);
    assertThatThrownBy(() -> queue.offer("g")).isInstanceOf(QueueClosedException.class);
    assertThatThrownBy(() -> queue.put("h")).isInstanceOf(QueueClosedException.class);
    assertThat(queue.poll()).isEqualTo("a");
    assertThatThrownBy(queue::poll).isInstanceOf(QueueClosedException.class);
    assertThatThrownBy(queue::take).isInstanceOf(QueueClosedException.class);
  }

  @Test
  default void joinsWhenEverythingIsSettled() {
    SharedQueue<String> queue = queues().create(3);
    StepVerifier.create(queue.join()).expectComplete().verify(PATIENCE);
    queue.offer("a");
    queue.offer("b");
    StepVerifier.create(queue.join())
        .expectSubscription()
        .expectNoEvent(Duration.ofMillis(60))
        .then(queue::poll)
        .expectNoEvent(Duration.ofMillis(60))
        .then(queue::poll)
        .expectComplete()
        .verify(PATIENCE);
    queue.offer("c");
    StepVerifier.create(queue.join()).expectSubscription().thenCancel().verify(PATIENCE);
    queues().expectNoWaiters();
  }

  @Test
  default void joinWaitsForDeliveries() {
    SharedQueue<String> queue = full("a");
    Delivery<String> delivery = queue.receiveManualAck().blockFirst(PATIENCE);
    assertThat(delivery).isNotNull();
    CompletableFuture<Delivery<String>> held = new CompletableFuture<>();
    queue.receiveManualAck().subscribe(held::complete, failure -> {});
    StepVerifier.create(queue.join())
        .expectSubscription()
        .expectNoEvent(Duration.ofMillis(60))
        .then(() -> held.join().ack())
        .expectComplete()
        .verify(PATIENCE);
  }

  @Test
  default void closingEndsWhatWaits() throws Exception {
    SharedQueue<String> queue = full("a");
    SharedQueue<String> empty = queues().create(1);
    List<Mono<Void>> waiting =
        List.of(
            queue.send("b").cache(),
            queue.send("c", PATIENCE).cache(),
            queue.sendAll(Flux.just("d")).cache(),
            queue.join().cache(),
            empty.receive().then().cache(),
            empty.receiveManualAck().then().cache(),
            empty.receiveOne().then().cache(),
            empty.receiveOne(PATIENCE).then().cache());
    waiting.forEach(one -> one.subscribe(nothing -> {}, failure -> {}));
    List<Background<?>> blocked =
        List.of(Background.run(() -> queue.put("e")), Background.call(empty::take));
    blocked.forEach(Background::awaitBlocked);
    queue.close();
    empty.close();
    for (Mono<Void> one : waiting) {
      StepVerifier.create(one).expectError(QueueClosedException.class).verify(PATIENCE);
    }
    for (Background<?> one : blocked) {
      assertThat(one.failure()).isInstanceOf(QueueClosedException.class);
    }
    assertThatThrownBy(() -> queue.offer("f")).isInstanceOf(QueueClosedException.class);
    assertThatThrownBy(queue::size).isInstanceOf(QueueClosedException.class);
    assertThatThrownBy(queue::complete).isInstanceOf(QueueClosedException.class);
    StepVerifier.create(queue.receive()).expectError(QueueClosedException.class).verify(PATIENCE);
    StepVerifier.create(queue.send("g")).expectError(QueueClosedException.class).verify(PATIENCE);
    StepVerifier.create(queue.join()).expectError(QueueClosedException.class).verify(PATIENCE);
  }

  @Test
  default void closingGivesBackWhatIsHeld() {
    SharedQueue<String> queue = full("a", "b", "c");
    SharedQueue<String> other = queues().another(queue);
    CompletableFuture<Delivery<String>> held = new CompletableFuture<>();
    other.receiveManualAck().take(1).concatWith(Mono.never()).subscribe(held::complete);
    CompletableFuture<Delivery<String>> second = new CompletableFuture<>();
    other.receiveManualAck().limitRate(1).subscribe(second::complete, failure -> {});
    second.join();
    other.close();
    await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(PATIENCE)
        .until(() -> queue.size() == 3 && queue.inFlight() == 0);
    second.join().ack();
    assertThat(queue.size()).isEqualTo(3);
  }

  /** A handle that is closed while its threads are at work. */
  @Test
  default void closingInTheMiddleLosesNothing() throws Exception {
    SharedQueue<String> queue = queues().create(64);
    for (int round = 0; round < 20; round++) {
      SharedQueue<String> passing = queues().another(queue);
      String name = "round " + round + " ";
      CompletableFuture<Integer> accepted = new CompletableFuture<>();
      Future<?> sending =
          passing.sendAll(Flux.range(0, 40).map(i -> name + i)).then().onErrorComplete().toFuture();
      passing.receive().subscribe(item -> {}, failure -> accepted.complete(0));
      passing.receiveManualAck().subscribe(item -> {}, failure -> {});
      passing.close();
      sending.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      CompletableFuture<Void> settled = queue.join().toFuture();
      await()
          .pollInterval(Duration.ofMillis(2))
          .atMost(PATIENCE)
          .until(
              () -> {
                EngineQueues.drain(queue);
                return settled.isDone();
              });
      assertThat(settled).isCompleted();
    }
  }
}
