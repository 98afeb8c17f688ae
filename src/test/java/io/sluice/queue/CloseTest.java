package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.QueueClosedException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** {@code close}: of this handle, and of nothing else. */
class CloseTest {
  @RegisterExtension final Handles handles = new Handles();

  @Test
  void everyCallOnAClosedHandleThrows() {
    SharedQueue<Integer> queue = handles.create(1);
    queue.close();
    List<ThrowingCallable> calls =
        List.of(
            queue::size,
            queue::inFlight,
            queue::isEmpty,
            queue::isFull,
            () -> queue.put(1),
            () -> queue.offer(1),
            () -> queue.offer(1, Duration.ZERO),
            () -> queue.offer(1, Depth.PATIENCE),
            queue::take,
            queue::poll,
            () -> queue.poll(Duration.ZERO),
            () -> queue.poll(Depth.PATIENCE),
            queue::complete,
            () -> queue.fail(new Exception()));
    assertThat(calls)
        .allSatisfy(call -> assertThatThrownBy(call).isInstanceOf(QueueClosedException.class));
  }

  @Test
  void everythingReactiveOnAClosedHandleSignals() {
    SharedQueue<Integer> queue = handles.create(1);
    List<Publisher<?>> before = publishers(queue);
    queue.close();
    for (Publisher<?> publisher : before) {
      assertSignalsClosed(publisher, queue.address());
    }
    for (Publisher<?> publisher : publishers(queue)) {
      assertSignalsClosed(publisher, queue.address());
    }
  }

  private static List<Publisher<?>> publishers(SharedQueue<Integer> queue) {
    return List.of(
        queue.receive(),
        queue.receive(ReceiveOptions.defaults().withScheduler(Schedulers.immediate())),
        queue.receiveManualAck(),
        queue.process(Mono::just, 1),
        queue.receiveOne(),
        queue.receiveOne(Duration.ZERO),
        queue.receiveOne(Depth.PATIENCE),
        queue.send(1),
        queue.send(1, Duration.ZERO),
        queue.send(1, Depth.PATIENCE),
        queue.sendAll(Flux.just(1)),
        queue.sink().asFlux(),
        queue.join());
  }

  private static void assertSignalsClosed(Publisher<?> publisher, URI address) {
    StepVerifier.create(publisher)
        .expectErrorSatisfies(
            failure ->
                assertThat(failure)
                    .isInstanceOfSatisfying(
                        QueueClosedException.class,
                        closed -> assertThat(closed.address()).isEqualTo(address)))
        .verify(Depth.PATIENCE);
  }

  @Test
  void whatTheHandleKnowsItStillSays() {
    SharedQueue<Integer> queue = handles.create(3);
    URI address = queue.address();
    queue.close();
    assertThat(queue.address()).isEqualTo(address);
    assertThat(queue.maxSize()).isEqualTo(3);
    assertThat(queue).asString().contains(address.toString());
  }

  @Test
  void closingTwiceIsHarmless() {
    SharedQueue<Integer> queue = handles.create(1);
    SharedQueue<Integer> other = handles.another(queue);
    queue.close();
    queue.close();
    assertThat(other.offer(1)).isTrue();
    other.close();
    other.close();
  }

  @Test
  void otherHandlesGoOn() {
    SharedQueue<Integer> queue = handles.filled(5, 3);
    SharedQueue<Integer> other = handles.another(queue);
    StepVerifier.create(other.receive(), 1)
        .expectNext(0)
        .then(queue::close)
        .thenRequest(2)
        .expectNext(1, 2)
        .then(() -> other.offer(3))
        .thenRequest(1)
        .expectNext(3)
        .thenCancel()
        .verify(Depth.PATIENCE);
    Handles.assertAllRoomIsThere(other);
  }

  @Test
  void itsFluxesEndAndWhatTheyHeldGoesBack() {
    SharedQueue<Integer> queue = handles.filled(10, 5);
    SharedQueue<Integer> other = handles.another(queue);
    AtomicReference<Delivery<Integer>> held = new AtomicReference<>();
    StepVerifier.create(queue.receiveManualAck(), 2)
        .expectNextCount(1)
        .consumeNextWith(held::set)
        .then(() -> Depth.is(queue, 3, 2))
        .then(queue::close)
        .expectError(QueueClosedException.class)
        .verify(Depth.PATIENCE);
    Depth.is(other, 5, 0);
    held.get().ack();
    held.get().nack(Duration.ofMillis(1));
    held.get().reject();
    Depth.is(other, 5, 0);
    assertThat(Handles.drain(other)).containsExactly(0, 1, 2, 3, 4);
    Handles.assertAllRoomIsThere(other);
  }

  /** It is inside the subscriber, and stays there; it is told of the end when it comes out. */
  @Test
  void whatABusySubscriberHoldsGoesBackAtOnce() {
    SharedQueue<Integer> queue = handles.filled(20, 20);
    SharedQueue<Integer> other = handles.another(queue);
    Busy<Integer> busy = new Busy<>(item -> item == 10);
    ReceiveOptions options = ReceiveOptions.defaults().withScheduler(Schedulers.boundedElastic());
    StepVerifier.create(queue.receive(options).doOnNext(busy))
        .expectNextCount(10)
        .then(busy::await)
        .then(queue::close)
        .then(() -> Depth.is(other, 9, 0))
        .then(busy::release)
        .expectNext(10)
        .expectError(QueueClosedException.class)
        .verify(Depth.PATIENCE);
    assertThat(Handles.drain(other)).isEqualTo(IntStream.range(11, 20).boxed().toList());
  }

  @Test
  void closingInsideASubscriberDoesNotHang() {
    SharedQueue<Integer> queue = handles.filled(20, 20);
    SharedQueue<Integer> other = handles.another(queue);
    StepVerifier.create(
            queue
                .receive()
                .doOnNext(
                    item -> {
                      if (item == 5) {
                        queue.close();
                      }
                    }))
        .expectNext(0, 1, 2, 3, 4, 5)
        .expectError(QueueClosedException.class)
        .verify(Depth.PATIENCE);
    Depth.becomes(other, 14, 0);
  }

  @Test
  void aThreadThatMustNotBlockMayClose() {
    SharedQueue<Integer> queue = handles.filled(2, 1);
    SharedQueue<Integer> other = handles.another(queue);
    Mono.fromRunnable(queue::close).subscribeOn(Schedulers.parallel()).block(Depth.PATIENCE);
    assertThatThrownBy(queue::size).isInstanceOf(QueueClosedException.class);
    assertThat(other.poll()).isZero();
  }

  @Test
  void anAnonymousQueueGoesWithItsLastHandle(@TempDir Path directory) {
    SharedQueue<Integer> queue =
        handles.closeLater(
            SharedQueue.builder(Handles.INTEGERS).directory(directory).maxSize(2).create());
    SharedQueue<Integer> other = handles.another(queue);
    assertThat(QueueDirectory.filesOf(queue.address())).isNotEmpty();
    queue.close();
    assertThat(other.offer(1)).isTrue();
    other.close();
    // What takes close longer than a second ends in the background.
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(QueueDirectory.filesOf(queue.address())).isEmpty());
    assertThatThrownBy(() -> SharedQueue.open(queue.address(), Handles.INTEGERS))
        .isInstanceOf(io.sluice.SluiceException.class);
  }

  @Test
  void aNamedQueueOutlivesItsHandles(@TempDir Path directory) {
    SharedQueue.Builder<Integer> builder =
        SharedQueue.builder(Handles.INTEGERS).directory(directory).name("kept").maxSize(2);
    SharedQueue<Integer> first = handles.closeLater(builder.create());
    first.offer(7);
    first.close();
    SharedQueue<Integer> second = handles.closeLater(builder.open());
    assertThat(Handles.drain(second)).containsExactly(7);
  }

  /** Whoever closes while others begin: each call succeeds or says that it was too late. */
  @Test
  void closingMeetsCallsThatBegin() throws Exception {
    for (int round = 0; round < 30; round++) {
      SharedQueue<Integer> queue = handles.create(2);
      SharedQueue<Integer> other = handles.another(queue);
      List<Background<String>> calls =
          List.of(
              outcome(queue.receive().then()),
              outcome(queue.receiveOne().then()),
              outcome(queue.receiveManualAck().then()),
              outcome(queue.join()),
              outcome(queue.send(1).repeat().then()),
              outcome(queue.sendAll(Flux.range(0, 1_000_000))),
              outcome(Mono.fromCallable(() -> takeForEver(queue)).then()));
      queue.close();
      for (Background<String> call : calls) {
        assertThat(call.result()).isIn("completed", "QueueClosedException");
      }
      Awaitility.await().atMost(Depth.PATIENCE).until(() -> other.inFlight() == 0);
      Handles.drain(other);
      Handles.assertAllRoomIsThere(other);
    }
  }

  private static Integer takeForEver(SharedQueue<Integer> queue) throws InterruptedException {
    while (true) {
      queue.take();
    }
  }

  private static Background<String> outcome(Mono<Void> call) {
    return Background.call(
        () ->
            call.thenReturn("completed")
                .onErrorResume(failure -> Mono.just(failure.getClass().getSimpleName()))
                .block(Depth.PATIENCE));
  }

  @Test
  void closingGivesTheFilesUp(@TempDir Path directory) throws Exception {
    SharedQueue<Integer> queue =
        SharedQueue.builder(Handles.INTEGERS).directory(directory).name("gone").maxSize(2).create();
    queue.offer(1);
    queue.close();
    assertThat(SharedQueue.delete(queue.address())).isTrue();
    assertThat(QueueDirectory.filesOf(queue.address())).isEmpty();
    assertThat(Files.exists(directory)).isTrue();
  }
}
