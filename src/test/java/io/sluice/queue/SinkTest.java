package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.CodecException;
import io.sluice.ItemTooLargeException;
import io.sluice.QueueClosedException;
import io.sluice.QueueFullException;
import io.sluice.RemoteFailureException;
import io.sluice.codec.Codec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.Disposable;
import reactor.core.Scannable;
import reactor.core.publisher.SignalType;
import reactor.core.publisher.Sinks;
import reactor.core.publisher.Sinks.EmitResult;
import reactor.test.StepVerifier;

/** The queue as a sink. */
class SinkTest {
  @RegisterExtension final Handles handles = new Handles();
  @RegisterExtension final Dropped dropped = new Dropped();

  @Test
  void resultsSayWhatBecameOfTheItem() {
    SharedQueue<Integer> queue = handles.create(2);
    Sinks.Many<Integer> sink = queue.sink();
    assertThat(sink.tryEmitNext(0)).isEqualTo(EmitResult.OK);
    assertThat(sink.tryEmitNext(1)).isEqualTo(EmitResult.OK);
    assertThat(sink.tryEmitNext(2)).isEqualTo(EmitResult.FAIL_OVERFLOW);
    assertThat(queue.poll()).isZero();
    assertThat(sink.tryEmitNext(3)).isEqualTo(EmitResult.OK);
    assertThat(sink.tryEmitComplete()).isEqualTo(EmitResult.OK);
    assertThat(sink.tryEmitNext(4)).isEqualTo(EmitResult.FAIL_TERMINATED);
    assertThat(sink.tryEmitComplete()).isEqualTo(EmitResult.FAIL_TERMINATED);
    assertThat(sink.tryEmitError(new Exception())).isEqualTo(EmitResult.FAIL_TERMINATED);
    StepVerifier.create(sink.asFlux()).expectNext(1, 3).expectComplete().verify(Depth.PATIENCE);
  }

  @Test
  void aClosedHandleIsTerminated() {
    SharedQueue<Integer> queue = handles.create(2);
    SharedQueue<Integer> other = handles.another(queue);
    Sinks.Many<Integer> sink = queue.sink();
    queue.close();
    assertThat(sink.tryEmitNext(1)).isEqualTo(EmitResult.FAIL_TERMINATED);
    assertThat(sink.tryEmitComplete()).isEqualTo(EmitResult.FAIL_TERMINATED);
    assertThat(sink.tryEmitError(new Exception())).isEqualTo(EmitResult.FAIL_TERMINATED);
    assertThat(sink.scan(Scannable.Attr.TERMINATED)).isTrue();
    assertThat(other.sink().tryEmitNext(2)).isEqualTo(EmitResult.OK);
  }

  @Test
  void anErrorReachesTheReceivers() {
    SharedQueue<Integer> queue = handles.filled(2, 1);
    Sinks.Many<Integer> sink = queue.sink();
    assertThat(sink.scan(Scannable.Attr.TERMINATED)).isFalse();
    assertThat(sink.tryEmitError(new IllegalStateException("why"))).isEqualTo(EmitResult.OK);
    assertThat(sink.scan(Scannable.Attr.TERMINATED)).isTrue();
    StepVerifier.create(handles.another(queue).receive())
        .expectNext(0)
        .expectError(RemoteFailureException.class)
        .verify(Depth.PATIENCE);
  }

  @Test
  void emitNextAsksItsHandlerUntilThereIsRoom() {
    SharedQueue<Integer> queue = handles.filled(1, 1);
    List<EmitResult> asked = new ArrayList<>();
    queue
        .sink()
        .emitNext(
            1,
            (signal, result) -> {
              assertThat(signal).isEqualTo(SignalType.ON_NEXT);
              asked.add(result);
              if (asked.size() == 3) {
                queue.poll();
              }
              return true;
            });
    assertThat(asked).containsOnly(EmitResult.FAIL_OVERFLOW).hasSize(3);
    assertThat(Handles.drain(queue)).containsExactly(1);
  }

  @Test
  void aDeclinedOverflowIsThrownAndTheQueueGoesOn() {
    SharedQueue<Integer> queue = handles.filled(1, 1);
    Sinks.EmissionException thrown =
        catchThrowableOfType(
            Sinks.EmissionException.class,
            () -> queue.sink().emitNext(1, Sinks.EmitFailureHandler.FAIL_FAST));
    assertThat(thrown.getReason()).isEqualTo(EmitResult.FAIL_OVERFLOW);
    assertThat(thrown).hasCauseInstanceOf(QueueFullException.class);
    assertThat(Handles.drain(queue)).containsExactly(0);
    assertThat(queue.sink().tryEmitNext(2)).isEqualTo(EmitResult.OK);
  }

  @Test
  void aDeclinedTerminationIsThrown() {
    SharedQueue<Integer> queue = handles.create(1);
    queue.fail(new IllegalStateException("why"));
    Sinks.EmissionException thrown =
        catchThrowableOfType(
            Sinks.EmissionException.class,
            () -> queue.sink().emitNext(1, Sinks.EmitFailureHandler.FAIL_FAST));
    assertThat(thrown.getReason()).isEqualTo(EmitResult.FAIL_TERMINATED);
    assertThat(thrown)
        .hasCauseInstanceOf(QueueClosedException.class)
        .hasRootCauseInstanceOf(RemoteFailureException.class);
    queue.close();
    assertThatThrownBy(() -> queue.sink().emitNext(1, Sinks.EmitFailureHandler.FAIL_FAST))
        .hasCauseInstanceOf(QueueClosedException.class);
  }

  @Test
  void anErrorThatComesTooLateIsNotLost() {
    SharedQueue<Integer> queue = handles.create(1);
    Sinks.Many<Integer> sink = queue.sink();
    sink.emitComplete(Sinks.EmitFailureHandler.FAIL_FAST);
    sink.emitComplete(Sinks.EmitFailureHandler.FAIL_FAST);
    sink.emitError(new IllegalStateException("late"), Sinks.EmitFailureHandler.FAIL_FAST);
    assertThat(dropped.errors()).singleElement().isInstanceOf(IllegalStateException.class);
  }

  @Test
  void badItemsAreThrown() {
    SharedQueue<Object> objects = handles.closeLater(SharedQueue.create(1, Items.OBJECTS));
    assertThatThrownBy(() -> objects.sink().tryEmitNext(new Items.Unknown()))
        .isInstanceOf(CodecException.class);
    SharedQueue<String> texts =
        handles.closeLater(SharedQueue.builder(Codec.utf8()).maxSize(1).maxItemSize(3).create());
    assertThatThrownBy(() -> texts.sink().tryEmitNext("four"))
        .isInstanceOf(ItemTooLargeException.class);
    assertThatThrownBy(() -> texts.sink().tryEmitNext(null))
        .isInstanceOf(NullPointerException.class);
    assertThat(texts.sink().tryEmitNext("six")).isEqualTo(EmitResult.OK);
  }

  @Test
  void isSafeFromManyThreads() throws Exception {
    SharedQueue<Integer> queue = handles.create(4);
    Sinks.Many<Integer> sink = queue.sink();
    AtomicInteger unexpected = new AtomicInteger();
    List<Background<Void>> producers =
        IntStream.range(0, 8)
            .mapToObj(
                producer ->
                    Background.run(
                        () -> {
                          for (int i = 0; i < 500; i++) {
                            sink.emitNext(
                                producer * 500 + i,
                                (signal, result) -> {
                                  if (result != EmitResult.FAIL_OVERFLOW) {
                                    unexpected.incrementAndGet();
                                  }
                                  return result == EmitResult.FAIL_OVERFLOW;
                                });
                          }
                        }))
            .toList();
    List<Integer> received = sink.asFlux().take(4_000).collectList().block(Depth.PATIENCE);
    for (Background<Void> producer : producers) {
      producer.result();
    }
    assertThat(received)
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 4_000).boxed().toList());
    assertThat(unexpected).hasValue(0);
  }

  @Test
  void countsThisProcessesReceivers() {
    SharedQueue<Integer> queue = handles.create(1);
    Sinks.Many<Integer> sink = queue.sink();
    assertThat(sink.currentSubscriberCount()).isZero();
    Disposable first = queue.receive().subscribe();
    Disposable second = sink.asFlux().subscribe();
    Disposable third = queue.receiveManualAck().subscribe();
    assertThat(sink.currentSubscriberCount()).isEqualTo(3);
    first.dispose();
    second.dispose();
    third.dispose();
    Awaitility.await()
        .atMost(Depth.PATIENCE)
        .until(() -> sink.currentSubscriberCount(), count -> count == 0);
  }
}
