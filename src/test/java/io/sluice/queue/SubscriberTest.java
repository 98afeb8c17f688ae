package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.CodecException;
import io.sluice.QueueClosedException;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.publisher.TestPublisher;

/** The queue as the subscriber of a publisher. */
class SubscriberTest {
  // First, as it is to hear of what the closing of the handles drops.
  @Order(1)
  @RegisterExtension
  final Dropped dropped = new Dropped();

  @Order(2)
  @RegisterExtension
  final Handles handles = new Handles();

  @Test
  void putsWhatItIsSent() {
    SharedQueue<Integer> queue = handles.create(3);
    Flux.range(0, 100).subscribe(queue.subscriber());
    assertThat(queue.receive().take(100).collectList().block(Depth.PATIENCE))
        .isEqualTo(IntStream.range(0, 100).boxed().toList());
  }

  @Test
  void itsPublishersEndEndsOnlyThisProducer() {
    SharedQueue<Integer> queue = handles.create(10);
    Flux.just(1).subscribe(queue.subscriber());
    Flux.just(2).subscribe(queue.subscriber());
    queue.offer(3);
    assertThat(Handles.drain(queue)).containsExactly(1, 2, 3);
    assertThat(dropped.errors()).isEmpty();
  }

  @Test
  void itsPublishersErrorEndsOnlyThisProducer() {
    SharedQueue<Integer> queue = handles.create(10);
    IllegalStateException failure = new IllegalStateException("upstream");
    Flux.just(1).concatWith(Mono.error(failure)).subscribe(queue.subscriber());
    queue.offer(2);
    assertThat(Handles.drain(queue)).containsExactly(1, 2);
    assertThat(dropped.errors()).containsExactly(failure);
  }

  @Test
  void aBadItemCancelsItsPublisher() {
    SharedQueue<Object> queue = handles.closeLater(SharedQueue.create(10, Items.OBJECTS));
    TestPublisher<Object> upstream = TestPublisher.create();
    upstream.subscribe(queue.subscriber());
    upstream.next("a", new Items.Unknown());
    upstream.assertCancelled();
    assertThat(dropped.errors()).singleElement().isInstanceOf(CodecException.class);
    assertThat(Handles.drain(queue)).containsExactly("a");
  }

  @Test
  void closingTheHandleCancelsItsPublisher() {
    SharedQueue<Integer> queue = handles.create(10);
    TestPublisher<Integer> upstream = TestPublisher.create();
    upstream.subscribe(queue.subscriber());
    queue.close();
    Awaitility.await().atMost(Depth.PATIENCE).untilAsserted(upstream::assertCancelled);
    Awaitility.await().atMost(Depth.PATIENCE).until(() -> !dropped.errors().isEmpty());
    assertThat(dropped.errors()).singleElement().isInstanceOf(QueueClosedException.class);
    TestPublisher<Integer> late = TestPublisher.create();
    late.subscribe(queue.subscriber());
    late.assertCancelled();
  }

  @Test
  void isForOneSubscription() {
    SharedQueue<Integer> queue = handles.create(10);
    CoreSubscriber<Integer> subscriber = queue.subscriber();
    TestPublisher<Integer> first = TestPublisher.create();
    TestPublisher<Integer> second = TestPublisher.create();
    first.subscribe(subscriber);
    second.subscribe(subscriber);
    second.assertCancelled();
    first.assertNotCancelled();
    first.next(1);
    assertThat(Handles.drain(queue)).containsExactly(1);
  }

  @Test
  void nullIsTheCallersMistake() {
    SharedQueue<Integer> queue = handles.create(10);
    CoreSubscriber<Integer> subscriber = queue.subscriber();
    assertThatThrownBy(() -> subscriber.onSubscribe(null)).isInstanceOf(NullPointerException.class);
    Flux.<Integer>never().subscribe(subscriber);
    assertThatThrownBy(() -> subscriber.onNext(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> subscriber.onError(null)).isInstanceOf(NullPointerException.class);
  }
}
