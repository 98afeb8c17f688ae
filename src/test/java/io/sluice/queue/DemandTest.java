package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** Nothing leaves the queue that was not requested. */
class DemandTest {
  @RegisterExtension final Handles handles = new Handles();

  @Test
  void claimsWhatIsRequestedAndNoMore() {
    SharedQueue<Integer> queue = handles.filled(10, 10);
    StepVerifier.create(queue.receive(), 0)
        .expectSubscription()
        .then(() -> Depth.stays(queue, 10, 0))
        .thenRequest(3)
        .expectNext(0, 1, 2)
        .then(() -> Depth.stays(queue, 7, 0))
        .thenRequest(1)
        .expectNext(3)
        .then(() -> Depth.is(queue, 6, 0))
        .thenRequest(2)
        .expectNext(4, 5)
        .then(() -> Depth.stays(queue, 4, 0))
        .thenCancel()
        .verify(Depth.PATIENCE);
    Depth.stays(queue, 4, 0);
    assertThat(Handles.drain(queue)).containsExactly(6, 7, 8, 9);
  }

  @Test
  void demandThatFindsTheQueueEmptyIsServedLater() throws InterruptedException {
    SharedQueue<Integer> queue = handles.create(10);
    StepVerifier.create(queue.receive(), 2)
        .expectSubscription()
        .then(() -> Depth.stays(queue, 0, 0))
        .then(() -> queue.offer(0))
        .expectNext(0)
        .then(() -> queue.offer(1))
        .expectNext(1)
        .then(() -> queue.offer(2))
        .then(() -> Depth.stays(queue, 1, 0))
        .thenCancel()
        .verify(Depth.PATIENCE);
    assertThat(queue.take()).isEqualTo(2);
  }

  @Test
  void withoutDemandTheProducerStaysBlockedAtMaxSize() throws Exception {
    SharedQueue<Integer> queue = handles.create(3);
    AtomicInteger accepted = new AtomicInteger();
    Background<Void> producer =
        Background.run(
            () -> {
              for (int item = 0; item < 6; item++) {
                queue.put(item);
                accepted.incrementAndGet();
              }
            });
    StepVerifier.create(queue.receive(), 0)
        .expectSubscription()
        .then(() -> Depth.becomes(queue, 3, 0))
        .then(producer::awaitBlocked)
        .then(() -> Awaitility.await().atMost(Depth.PATIENCE).until(() -> accepted.get() == 3))
        .then(() -> Depth.stays(queue, 3, 0))
        .then(() -> assertThat(accepted).hasValue(3))
        .then(() -> assertThat(queue.isFull()).isTrue())
        .thenRequest(1)
        .expectNext(0)
        .then(() -> Awaitility.await().atMost(Depth.PATIENCE).until(() -> accepted.get() == 4))
        .then(() -> Depth.stays(queue, 3, 0))
        .then(() -> assertThat(accepted).hasValue(4))
        .thenRequest(5)
        .expectNext(1, 2, 3, 4, 5)
        .then(() -> Depth.is(queue, 0, 0))
        .thenCancel()
        .verify(Depth.PATIENCE);
    producer.result();
  }

  @Test
  void takeLeavesTheSixthItemInTheQueue() {
    SharedQueue<Integer> queue = handles.filled(10, 8);
    StepVerifier.create(queue.receive().take(5))
        .expectNext(0, 1, 2, 3, 4)
        .expectComplete()
        .verify(Depth.PATIENCE);
    Depth.stays(queue, 3, 0);
    assertThat(queue.poll()).isEqualTo(5);
  }

  /** Unlike take, this has requested without limit. */
  @Test
  void whatWasClaimedBeyondTheLastItemGoesBackInOrder() {
    SharedQueue<Integer> queue = handles.filled(60, 50);
    StepVerifier.create(queue.receive().takeUntil(item -> item == 20))
        .expectNextCount(21)
        .expectComplete()
        .verify(Depth.PATIENCE);
    Depth.becomes(queue, 29, 0);
    Handles.fill(queue, 1);
    assertThat(Handles.drain(queue))
        .containsExactlyElementsOf(
            Flux.range(21, 29).concatWithValues(0).collectList().block(Depth.PATIENCE));
  }

  @Test
  void keepsTheOrder() {
    SharedQueue<Integer> queue = handles.create(100);
    Background<Void> producer =
        Background.run(
            () -> {
              for (int item = 0; item < 20_000; item++) {
                queue.put(item);
              }
            });
    List<Integer> received = queue.receive().take(20_000).collectList().block(Depth.PATIENCE);
    assertThat(received).isEqualTo(IntStream.range(0, 20_000).boxed().toList());
    assertThat(producer).satisfies(Background::result);
    Depth.is(queue, 0, 0);
  }

  @Test
  void neverClaimsMoreThanMaxInFlight() {
    SharedQueue<Integer> queue = handles.filled(50, 50);
    ReceiveOptions options =
        ReceiveOptions.defaults().withMaxInFlight(3).withScheduler(Schedulers.boundedElastic());
    Busy<Integer> busy = new Busy<>(item -> item == 30);
    AtomicInteger most = new AtomicInteger();
    Flux<Integer> items =
        queue
            .receive(options)
            .doOnNext(item -> most.accumulateAndGet(queue.inFlight(), Math::max))
            .doOnNext(busy);
    BaseSubscriber<Integer> subscriber = subscribe(items);
    busy.await();
    assertThat(queue.inFlight()).isLessThan(3);
    assertThat(most.get()).isLessThan(3);
    subscriber.cancel();
    busy.release();
    Depth.becomes(queue, 19, 0);
  }

  /** The subscriber is in the middle of an item, and stays there: whoever cancels gives back. */
  @Test
  void cancellingABusySubscriberPutsBackWhatItClaimedAtOnce() {
    for (int busyAt : new int[] {4, 10, 17, 40, 80}) {
      SharedQueue<Integer> queue = handles.filled(101, 100);
      Busy<Integer> busy = new Busy<>(item -> item == busyAt);
      ReceiveOptions options = ReceiveOptions.defaults().withScheduler(Schedulers.boundedElastic());
      BaseSubscriber<Integer> subscriber = subscribe(queue.receive(options).doOnNext(busy));
      busy.await();
      queue.offer(100);
      subscriber.cancel();
      Depth.is(queue, 100 - busyAt, 0);
      assertThat(Handles.drain(queue)).isEqualTo(IntStream.range(busyAt + 1, 101).boxed().toList());
      busy.release();
      Handles.assertAllRoomIsThere(queue);
    }
  }

  @Test
  void aRequestOfNothingIsAnError() {
    SharedQueue<Integer> queue = handles.filled(2, 2);
    StepVerifier.create(queue.receive(), 0)
        .consumeSubscriptionWith(subscription -> subscription.request(0))
        .expectError(IllegalArgumentException.class)
        .verify(Depth.PATIENCE);
    Depth.is(queue, 2, 0);
  }

  private static BaseSubscriber<Integer> subscribe(Flux<Integer> items) {
    BaseSubscriber<Integer> subscriber = new BaseSubscriber<>() {};
    items.subscribe(subscriber);
    return subscriber;
  }
}
