package io.sluice.queue;

import static io.sluice.queue.EngineQueues.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.QueueClosedException;
import io.sluice.QueueFullException;
import io.sluice.ring.LateEngine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

/** What happens while an answer is still to come. The test says when each of them comes. */
class LateAnswerTest {
  private final BlockingQueue<Runnable> operations = new LinkedBlockingQueue<>();
  private boolean held = true;
  private final EngineQueues queues =
      new EngineQueues(engine -> new LateEngine(engine, this::execute));

  /** Through this handle the test looks and puts, without delay. */
  private final SharedQueue<String> queue = queues.create(4);

  private void execute(Runnable operation) {
    boolean later;
    synchronized (this) {
      later = held;
      if (later) {
        operations.add(operation);
      }
    }
    if (!later) {
      operation.run();
    }
  }

  /** Waits until an operation is under way. */
  private Runnable underWay() throws InterruptedException {
    Runnable operation = operations.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    assertThat(operation).as("an operation under way").isNotNull();
    return operation;
  }

  /** From now on everything is answered as soon as it is asked. */
  private void release() {
    synchronized (this) {
      held = false;
    }
    for (Runnable operation = operations.poll(); operation != null; operation = operations.poll()) {
      operation.run();
    }
  }

  private synchronized void hold() {
    held = true;
  }

  private void put(String... items) {
    release();
    for (String item : items) {
      assertThat(queue.offer(item)).isTrue();
    }
    hold();
  }

  private void expectItems(String... items) {
    release();
    await()
        .pollInterval(Duration.ofMillis(2))
        .atMost(PATIENCE)
        .until(() -> queue.size() == items.length && queue.inFlight() == 0);
    assertThat(EngineQueues.drain(queue)).containsExactly(items);
  }

  @AfterEach
  void closeQueues() {
    release();
    queues.close();
  }

  @Test
  void whatATakeBringsAfterACancellationGoesBack() throws InterruptedException {
    put("a", "b");
    Disposable receiver = queue.receive().subscribe();
    Runnable take = underWay();
    receiver.dispose();
    take.run();
    expectItems("a", "b");
  }

  /** A settled item cannot go back: it is handed over, or it would be lost. */
  @Test
  void whatIsSettledIsHandedOverInSpiteOfACancellation() throws InterruptedException {
    put("a", "b");
    CompletableFuture<String> received = new CompletableFuture<>();
    Disposable receiver =
        queue.receive().doOnDiscard(String.class, received::complete).subscribe(received::complete);
    underWay().run();
    Runnable settle = underWay();
    receiver.dispose();
    settle.run();
    assertThat(received).succeedsWithin(PATIENCE).isEqualTo("a");
    expectItems("b");
  }

  @Test
  void whatIsSettledIsHandedOverBeforeTheHandlesEnd() throws InterruptedException {
    SharedQueue<String> passing = queues.another(queue);
    put("a", "b");
    CompletableFuture<List<String>> received =
        passing.receive().onErrorComplete(QueueClosedException.class).collectList().toFuture();
    underWay().run();
    Runnable settle = underWay();
    CompletableFuture<Void> closing = close(passing);
    settle.run();
    release();
    assertThat(received).succeedsWithin(PATIENCE).isEqualTo(List.of("a"));
    assertThat(closing).succeedsWithin(PATIENCE);
    expectItems("b");
  }

  @Test
  void aTakeThatFailsEndsOneSubscription() throws InterruptedException {
    put("a");
    CompletableFuture<List<String>> received = queue.receive().collectList().toFuture();
    Runnable take = underWay();
    queues.failNext(new IllegalStateException("no connection"));
    take.run();
    assertThat(received)
        .failsWithin(PATIENCE)
        .withThrowableThat()
        .withMessageContaining("no connection");
    expectItems("a");
  }

  /** The item may be the caller's still: it goes back. */
  @Test
  void aSettlementThatFailsEndsOneSubscription() throws InterruptedException {
    put("a", "b");
    CompletableFuture<List<String>> received = queue.receive().collectList().toFuture();
    underWay().run();
    Runnable settle = underWay();
    queues.failNext(new IllegalStateException("no connection"));
    settle.run();
    assertThat(received)
        .failsWithin(PATIENCE)
        .withThrowableThat()
        .withMessageContaining("no connection");
    expectItems("a", "b");
  }

  @Test
  void aPutThatFailsEndsOneSender() throws InterruptedException {
    CompletableFuture<Void> first = queue.send("a").toFuture();
    Runnable put = underWay();
    CompletableFuture<Void> second = queue.send("b").toFuture();
    queues.failNext(new IllegalStateException("no connection"));
    put.run();
    assertThat(first)
        .failsWithin(PATIENCE)
        .withThrowableThat()
        .withMessageContaining("no connection");
    release();
    assertThat(second).succeedsWithin(PATIENCE);
    hold();
    CompletableFuture<Void> all = queue.sendAll(Flux.just("c", "d")).toFuture();
    put = underWay();
    queues.failNext(new IllegalStateException("no connection"));
    put.run();
    assertThat(all)
        .failsWithin(PATIENCE)
        .withThrowableThat()
        .withMessageContaining("no connection");
    expectItems("b");
  }

  @Test
  void aBlockedCallGetsTheFailure() throws Exception {
    CompletableFuture<Boolean> offering = CompletableFuture.supplyAsync(() -> queue.offer("a"));
    Runnable put = underWay();
    queues.failNext(new IllegalStateException("no connection"));
    put.run();
    assertThat(offering)
        .failsWithin(PATIENCE)
        .withThrowableThat()
        .withMessageContaining("no connection");
    put("b");
    CompletableFuture<String> polling = CompletableFuture.supplyAsync(queue::poll);
    Runnable take = underWay();
    queues.failNext(new IllegalStateException("no connection"));
    take.run();
    assertThat(polling)
        .failsWithin(PATIENCE)
        .withThrowableThat()
        .withMessageContaining("no connection");
    expectItems("b");
  }

  @Test
  void aSendThatIsUnderWayIsNotTimedOut() throws InterruptedException {
    StepVerifier.create(queue.send("a", Duration.ofMillis(10)))
        .expectSubscription()
        .expectNoEvent(Duration.ofMillis(60))
        .then(this::release)
        .expectComplete()
        .verify(PATIENCE);
    expectItems("a");
  }

  @Test
  void aSendThatComesBackAfterItsDeadlineHasFailed() throws InterruptedException {
    put("a", "b", "c", "d");
    StepVerifier.create(queue.send("e", Duration.ofMillis(10)))
        .expectSubscription()
        .expectNoEvent(Duration.ofMillis(60))
        .then(this::release)
        .expectError(QueueFullException.class)
        .verify(PATIENCE);
    expectItems("a", "b", "c", "d");
  }

  @Test
  void acceptedItemsOfACancelledSendAllAreNotDiscarded() throws InterruptedException {
    CompletableFuture<String> discarded = new CompletableFuture<>();
    Disposable sending =
        queue
            .sendAll(Flux.just("a", "b"))
            .doOnDiscard(String.class, discarded::complete)
            .subscribe();
    Runnable put = underWay();
    sending.dispose();
    put.run();
    expectItems("a", "b");
    assertThat(discarded).isNotDone();
  }

  @Test
  void aSendAllThatIsUnderWayEndsWithItsHandle() throws InterruptedException {
    SharedQueue<String> passing = queues.another(queue);
    CompletableFuture<Void> sending =
        passing.sendAll(Flux.just("a", "b").concatWith(Flux.never())).toFuture();
    Runnable put = underWay();
    CompletableFuture<Void> closing = close(passing);
    put.run();
    release();
    assertThat(closing).succeedsWithin(PATIENCE);
    assertThat(sending)
        .failsWithin(PATIENCE)
        .withThrowableThat()
        .withCauseInstanceOf(QueueClosedException.class);
    expectItems("a", "b");
  }

  /** What has been accepted was sent; what has not waits for nothing any more. */
  @Test
  void sendsThatAreUnderWayEndWithTheirHandle() throws InterruptedException {
    put("a", "b", "c");
    SharedQueue<String> passing = queues.another(queue);
    CompletableFuture<Void> first = passing.send("d").toFuture();
    Runnable put = underWay();
    CompletableFuture<Void> second = passing.send("e").toFuture();
    CompletableFuture<Void> closing = close(passing);
    assertThat(second)
        .failsWithin(PATIENCE)
        .withThrowableThat()
        .withCauseInstanceOf(QueueClosedException.class);
    assertThat(first).isNotDone();
    put.run();
    assertThat(first).succeedsWithin(PATIENCE);
    release();
    assertThat(closing).succeedsWithin(PATIENCE);
    expectItems("a", "b", "c", "d");
  }

  /** Closes a handle, and returns once it is. */
  private static CompletableFuture<Void> close(SharedQueue<String> queue) {
    CompletableFuture<Void> closing = CompletableFuture.runAsync(queue::close);
    await()
        .pollInterval(Duration.ofMillis(2))
        .atMost(PATIENCE)
        .until(
            () -> {
              try {
                return queue.maxSize() == 0 || queue.size() < 0;
              } catch (QueueClosedException e) {
                return true;
              }
            });
    return closing;
  }

  /** It waits already; the next answer finds no room, and nothing else will wake it. */
  @Test
  void aSendThatIsCancelledUnderWayLeavesNothingBehind() throws InterruptedException {
    put("a", "b", "c", "d");
    Disposable sending = queue.send("e").subscribe();
    underWay().run();
    Runnable again = underWay();
    sending.dispose();
    again.run();
    queues.expectNoWaiters();
    expectItems("a", "b", "c", "d");
  }

  @Test
  void aSendAllThatIsCancelledUnderWayLeavesNothingBehind() throws InterruptedException {
    put("a", "b", "c");
    TestPublisher<String> source = TestPublisher.create();
    Disposable sending = queue.sendAll(source).subscribe();
    put("d");
    source.next("e");
    underWay().run();
    Runnable again = underWay();
    sending.dispose();
    again.run();
    queues.expectNoWaiters();
    expectItems("a", "b", "c", "d");
  }

  @Test
  void aReceiverThatIsCancelledUnderWayLeavesNothingBehind() throws InterruptedException {
    Disposable receiving = queue.receive().subscribe();
    underWay().run();
    Runnable again = underWay();
    receiving.dispose();
    again.run();
    queues.expectNoWaiters();
    expectItems();
  }
}
