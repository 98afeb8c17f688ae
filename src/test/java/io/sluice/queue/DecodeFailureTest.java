package io.sluice.queue;

import static io.sluice.queue.ReceiveOptions.DecodeFailure.DEAD_LETTER;
import static io.sluice.queue.ReceiveOptions.DecodeFailure.FAIL;
import static io.sluice.queue.ReceiveOptions.DecodeFailure.SKIP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.CodecException;
import io.sluice.codec.Codec;
import io.sluice.queue.Faulty.Fault;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Items that cannot be decoded: one item's failure each. */
class DecodeFailureTest {
  private static final Faulty BAD = Faulty.onRead(Fault.EXCEPTION);
  private static final Faulty LARGE = Faulty.onRead(Fault.EXCEPTION, "large ".repeat(1_000));

  @RegisterExtension final Handles handles = new Handles();
  @RegisterExtension final Dropped dropped = new Dropped();

  /** The two ways that have the choice. */
  enum Way {
    RECEIVE,
    RECEIVE_MANUAL_ACK;

    <T> Flux<T> items(SharedQueue<T> queue, ReceiveOptions.DecodeFailure choice) {
      ReceiveOptions options = ReceiveOptions.defaults().withDecodeFailure(choice);
      return this == RECEIVE
          ? queue.receive(options)
          : queue.receiveManualAck(options).doOnNext(Delivery::ack).map(Delivery::value);
    }
  }

  private SharedQueue<Object> create(int maxSize, Object... items) {
    return filled(SharedQueue.builder(Faulty.kryo()).maxSize(maxSize), items);
  }

  private SharedQueue<Object> filled(SharedQueue.Builder<Object> builder, Object... items) {
    SharedQueue<Object> queue = handles.closeLater(builder.create());
    for (Object item : items) {
      assertThat(queue.offer(item)).isTrue();
    }
    return queue;
  }

  private SharedQueue<Object> letters(int maxSize) {
    return handles.closeLater(SharedQueue.create(maxSize, Faulty.kryo()));
  }

  private SharedQueue<Object> withLetters(SharedQueue<Object> letters, Object... items) {
    return filled(
        SharedQueue.builder(Faulty.kryo()).maxSize(20).deadLetters(letters.address()), items);
  }

  @ParameterizedTest
  @EnumSource
  void failsOneCallAndIsSettled(ReceiveWay way) throws InterruptedException {
    for (Faulty bad : List.of(BAD, LARGE)) {
      SharedQueue<Object> queue = create(5, bad, 2, 3);
      assertThatThrownBy(() -> way.next(queue))
          .satisfies(thrown -> assertThat(reported(thrown)).isInstanceOf(CodecException.class));
      Depth.becomes(queue, 2, 0);
      assertThat(way.next(queue)).isEqualTo(2);
      assertThat(way.next(queue)).isEqualTo(3);
      Handles.assertAllRoomIsThere(queue);
    }
  }

  /** Without what {@code block} adds. */
  private static Throwable reported(Throwable thrown) {
    return Exceptions.unwrap(thrown);
  }

  /** What was claimed with it goes back, in order and uncounted. */
  @ParameterizedTest
  @EnumSource
  void failsOneSubscriptionAfterWhatCameBefore(Way way) {
    SharedQueue<Object> queue = create(60);
    IntStream.range(0, 30).forEach(queue::offer);
    queue.offer(BAD);
    IntStream.range(30, 50).forEach(queue::offer);
    StepVerifier.create(way.items(queue, FAIL))
        .expectNextSequence(IntStream.range(0, 30).boxed().toList())
        .expectErrorSatisfies(
            failure ->
                assertThat(failure)
                    .isInstanceOf(CodecException.class)
                    .hasMessageContaining("struck"))
        .verify(Depth.PATIENCE);
    Depth.is(queue, 20, 0);
    List<Delivery<Object>> rest = Deliveries.of(queue.receiveManualAck(), 20).next(20);
    assertThat(Deliveries.values(rest)).isEqualTo(IntStream.range(30, 50).boxed().toList());
    assertThat(Deliveries.attempts(rest)).containsOnly(1);
    rest.forEach(Delivery::ack);
    Handles.assertAllRoomIsThere(queue);
  }

  /** Whatever ends the subscription, what it holds goes back. */
  @Test
  void failingGivesUnsettledDeliveriesBack() {
    SharedQueue<Object> queue = create(5, 1, 2, BAD, 3);
    Deliveries<Object> consumer = Deliveries.of(queue.receiveManualAck());
    List<Delivery<Object>> held = consumer.next(2);
    assertThat(consumer.failure()).isInstanceOf(CodecException.class);
    Depth.becomes(queue, 3, 0);
    held.forEach(Delivery::ack);
    Depth.is(queue, 3, 0);
    assertThat(Handles.drain(queue)).containsExactly(1, 2, 3);
  }

  @Test
  void failingGivesWhatIsProcessedBack() {
    SharedQueue<Object> queue = create(5, 1, BAD, 2);
    StepVerifier.create(queue.process(item -> Mono.never(), 2))
        .expectError(CodecException.class)
        .verify(Depth.PATIENCE);
    Depth.becomes(queue, 2, 0);
    assertThat(Handles.drain(queue)).containsExactly(1, 2);
  }

  @ParameterizedTest
  @EnumSource
  void skippedItIsSettledAndTheRestComes(Way way) {
    SharedQueue<Object> queue = create(20, BAD, 1, BAD, LARGE, BAD, 2, LARGE);
    queue.complete();
    StepVerifier.create(way.items(queue, SKIP))
        .expectNext(1, 2)
        .expectComplete()
        .verify(Depth.PATIENCE);
    Depth.is(queue, 0, 0);
  }

  /** What is skipped is not counted as requested. */
  @ParameterizedTest
  @EnumSource
  void skippingCostsNoDemand(Way way) {
    SharedQueue<Object> queue = create(20, BAD, BAD, 1, BAD, LARGE, 2, 3);
    StepVerifier.create(way.items(queue, SKIP), 2)
        .expectNext(1, 2)
        .then(() -> Depth.stays(queue, 1, 0))
        .thenCancel()
        .verify(Depth.PATIENCE);
    assertThat(Handles.drain(queue)).containsExactly(3);
    Handles.assertAllRoomIsThere(queue);
  }

  @ParameterizedTest
  @EnumSource
  void itsBytesGoToTheDeadLetters(Way way) {
    SharedQueue<Object> letters = letters(5);
    SharedQueue<Object> queue = withLetters(letters, BAD, 1, LARGE, 2, BAD);
    queue.complete();
    StepVerifier.create(way.items(queue, DEAD_LETTER))
        .expectNext(1, 2)
        .expectComplete()
        .verify(Depth.PATIENCE);
    Depth.is(queue, 0, 0);
    SharedQueue<Object> healed =
        handles.closeLater(SharedQueue.open(letters.address(), Faulty.healed()));
    assertThat(Handles.drain(healed)).containsExactly(BAD, LARGE, BAD);
    assertThat(dropped.errors()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void withoutDeadLettersItFails(Way way) {
    SharedQueue<Object> queue = create(5, 1, BAD, 2);
    StepVerifier.create(way.items(queue, DEAD_LETTER))
        .expectNext(1)
        .expectError(CodecException.class)
        .verify(Depth.PATIENCE);
    Depth.becomes(queue, 1, 0);
    assertThat(Handles.drain(queue)).containsExactly(2);
    Handles.assertAllRoomIsThere(queue);
  }

  /** The choice is the subscription's: dead letters alone change nothing. */
  @ParameterizedTest
  @EnumSource
  void deadLettersAreForThoseWhoChooseThem(Way way) {
    SharedQueue<Object> letters = letters(5);
    SharedQueue<Object> queue = withLetters(letters, BAD, BAD, 1);
    StepVerifier.create(way.items(queue, FAIL))
        .expectError(CodecException.class)
        .verify(Depth.PATIENCE);
    StepVerifier.create(way.items(queue, SKIP), 1)
        .expectNext(1)
        .thenCancel()
        .verify(Depth.PATIENCE);
    Depth.becomes(queue, 0, 0);
    Depth.is(letters, 0, 0);
  }

  @ParameterizedTest
  @EnumSource
  void aRefusedLetterHoldsUpNobodyAndIsNotLost(Way way) {
    SharedQueue<Object> letters = letters(1);
    letters.offer(0);
    SharedQueue<Object> queue = withLetters(letters, BAD, 1, 2);
    queue.complete();
    StepVerifier.create(way.items(queue, DEAD_LETTER))
        .expectNext(1, 2)
        .then(() -> await().atMost(Depth.PATIENCE).until(() -> dropped.errors().size() >= 2))
        .then(() -> Depth.isOneAltogether(queue))
        .then(letters::poll)
        .expectComplete()
        .verify(Depth.PATIENCE);
    Depth.is(letters, 1, 0);
    Depth.is(queue, 0, 0);
  }

  /** Whatever a serializer comes to is the item's failure, not the queue's or its process's. */
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NONE", "ENDLESS"})
  void whateverIsThrownIsOneItemsFailure(Fault fault) throws InterruptedException {
    for (Codec<Object> codec : List.of(Faulty.kryo(), Faulty.plain())) {
      SharedQueue<Object> queue =
          filled(SharedQueue.builder(codec).maxSize(3), Faulty.onRead(fault), 1);
      for (ReceiveWay way : ReceiveWay.values()) {
        assertThatThrownBy(() -> way.next(queue))
            .satisfies(thrown -> assertThat(reported(thrown)).isInstanceOf(CodecException.class));
        Depth.becomes(queue, 1, 0);
        assertThat(way.next(queue)).isEqualTo(1);
        Handles.assertAllRoomIsThere(queue);
        queue.offer(Faulty.onRead(fault));
        queue.offer(1);
      }
    }
  }

  @Test
  void aChoiceOfNullIsTheCallersMistake() {
    assertThatThrownBy(() -> ReceiveOptions.defaults().withDecodeFailure(null))
        .isInstanceOf(NullPointerException.class);
  }
}
