package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** Items that were delivered as often as they may be. */
class MaxAttemptsTest {
  @RegisterExtension final Handles handles = new Handles();

  private SharedQueue.Builder<Integer> builder(int maxAttempts) {
    return SharedQueue.builder(Handles.INTEGERS).maxSize(50).maxAttempts(maxAttempts);
  }

  private SharedQueue<Integer> without(int maxAttempts) {
    return handles.closeLater(builder(maxAttempts).create());
  }

  private SharedQueue<Integer> with(SharedQueue<Integer> letters, int maxAttempts) {
    return handles.closeLater(builder(maxAttempts).deadLetters(letters.address()).create());
  }

  /** Has the item delivered so often, each time given back. */
  private static void deliver(
      SharedQueue<Integer> queue, int times, Consumer<Delivery<Integer>> giveBack) {
    Deliveries<Integer> consumer = Deliveries.of(queue.receiveManualAck());
    for (int attempt = 1; attempt <= times; attempt++) {
      Delivery<Integer> delivery = consumer.next();
      assertThat(delivery.value()).isZero();
      assertThat(delivery.attempt()).isEqualTo(attempt);
      giveBack.accept(delivery);
    }
    consumer.cancel();
    assertThat(consumer.isEmpty()).isTrue();
  }

  /** Has consumers end, each with the item in its hands. */
  private static void abandon(SharedQueue<Integer> queue, int times) {
    for (int attempt = 1; attempt <= times; attempt++) {
      Deliveries<Integer> consumer = Deliveries.of(queue.receiveManualAck(), 1);
      assertThat(consumer.next().attempt()).isEqualTo(attempt);
      consumer.cancel();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 255})
  void theLastReturnIsToTheDeadLetters(int maxAttempts) {
    SharedQueue<Integer> letters = handles.create(1);
    SharedQueue<Integer> queue = with(letters, maxAttempts);
    Handles.fill(queue, 1);
    deliver(queue, maxAttempts, Delivery::nack);
    Depth.becomes(letters, 1, 0);
    Depth.becomes(queue, 0, 0);
    assertThat(letters.poll()).isZero();
    Handles.assertAllRoomIsThere(queue);
  }

  @Test
  void withoutDeadLettersTheLastReturnDropsTheItem() {
    SharedQueue<Integer> queue = without(3);
    Handles.fill(queue, 1);
    deliver(queue, 3, Delivery::nack);
    Depth.is(queue, 0, 0);
    Handles.assertAllRoomIsThere(queue);
  }

  /** There is nothing to wait for. */
  @Test
  void theLastReturnHasNoDelay() {
    SharedQueue<Integer> queue = without(1);
    Handles.fill(queue, 1);
    deliver(queue, 1, delivery -> delivery.nack(Duration.ofHours(1)));
    Depth.is(queue, 0, 0);
  }

  @Test
  void anAcknowledgementAtTheLastAttemptCounts() {
    SharedQueue<Integer> letters = handles.create(1);
    SharedQueue<Integer> queue = with(letters, 2);
    Handles.fill(queue, 1);
    Deliveries<Integer> consumer = Deliveries.of(queue.receiveManualAck());
    consumer.next().nack();
    Delivery<Integer> last = consumer.next();
    last.ack();
    last.nack();
    Depth.stays(queue, 0, 0);
    Depth.is(letters, 0, 0);
  }

  @Test
  void withoutALimitItComesBackForEver() {
    SharedQueue<Integer> queue = handles.filled(1, 1);
    Deliveries<Integer> consumer = Deliveries.of(queue.receiveManualAck());
    for (int attempt = 0; attempt < 1_000; attempt++) {
      consumer.next().nack();
    }
    assertThat(consumer.next().value()).isZero();
  }

  /** Whoever claims it, it is delivered to nobody. */
  @ParameterizedTest
  @EnumSource
  void whatItsLastConsumerAbandonedGoesToTheDeadLetters(ReceiveWay way) throws Exception {
    SharedQueue<Integer> letters = handles.create(1);
    SharedQueue<Integer> queue = with(letters, 2);
    Handles.fill(queue, 2);
    abandon(queue, 2);
    assertThat(way.next(queue)).isEqualTo(1);
    Depth.becomes(letters, 1, 0);
    assertThat(letters.poll()).isZero();
    Handles.assertAllRoomIsThere(queue);
  }

  @ParameterizedTest
  @EnumSource
  void whatItsLastConsumerAbandonedIsDroppedWithoutDeadLetters(ReceiveWay way) throws Exception {
    SharedQueue<Integer> queue = without(2);
    Handles.fill(queue, 2);
    abandon(queue, 2);
    assertThat(way.next(queue)).isEqualTo(1);
    Handles.assertAllRoomIsThere(queue);
  }

  @Test
  void whatIsDeliveredToNobodyIsNotThereForAPoll() {
    SharedQueue<Integer> queue = without(1);
    Handles.fill(queue, 3);
    Deliveries<Integer> consumer = Deliveries.of(queue.receiveManualAck(), 3);
    consumer.next(3);
    consumer.cancel();
    Depth.is(queue, 3, 0);
    assertThat(queue.poll()).isNull();
    Handles.assertAllRoomIsThere(queue);
  }

  @Test
  void closingAHandleCountsAsADelivery() {
    SharedQueue<Integer> letters = handles.create(1);
    SharedQueue<Integer> queue = with(letters, 1);
    SharedQueue<Integer> other = handles.another(queue);
    Handles.fill(queue, 1);
    Deliveries.of(other.receiveManualAck()).next();
    other.close();
    Depth.is(queue, 1, 0);
    assertThat(queue.poll()).isNull();
    assertThat(letters.poll()).isZero();
  }

  /** What was claimed but never handed over is as if it had not been touched. */
  @Test
  void whatNobodyHasSeenIsNotCounted() {
    SharedQueue<Integer> queue = without(1);
    boolean claimedBeyond = false;
    // How much is claimed at once depends on how quickly items are handed over.
    for (int round = 0; round < 500 && !claimedBeyond; round++) {
      Handles.fill(queue, 40);
      claimedBeyond = isClaimedBeyondAndComesBack(queue);
    }
    assertThat(claimedBeyond).isTrue();
    Handles.assertAllRoomIsThere(queue);
  }

  private static boolean isClaimedBeyondAndComesBack(SharedQueue<Integer> queue) {
    Busy<Integer> busy = new Busy<>(item -> item == 25);
    ReceiveOptions options = ReceiveOptions.defaults().withScheduler(Schedulers.boundedElastic());
    Deliveries<Integer> consumer =
        Deliveries.of(
            queue.receiveManualAck(options).doOnNext(delivery -> busy.accept(delivery.value())));
    busy.await();
    int claimed = queue.inFlight();
    consumer.next(25).forEach(Delivery::ack);
    consumer.cancel();
    busy.release();
    Depth.becomes(queue, 15, 0);
    assertThat(Handles.drain(queue)).isEqualTo(IntStream.range(26, 40).boxed().toList());
    return claimed > 26;
  }

  @Test
  void theStreamEndsAfterTheLastLetter() {
    SharedQueue<Integer> letters = handles.create(3);
    SharedQueue<Integer> queue = with(letters, 1);
    Handles.fill(queue, 3);
    queue.complete();
    Deliveries<Integer> consumer = Deliveries.of(queue.receiveManualAck(), 3);
    List<Delivery<Integer>> held = consumer.next(3);
    held.get(0).nack();
    held.get(1).ack();
    consumer.cancel();
    StepVerifier.create(queue.receive()).expectComplete().verify(Depth.PATIENCE);
    assertThat(Handles.drain(letters)).containsExactlyInAnyOrder(0, 2);
    StepVerifier.create(queue.join()).expectComplete().verify(Depth.PATIENCE);
  }

  @Test
  void theLimitIs1To255() {
    SharedQueue.Builder<Integer> builder = SharedQueue.builder(Handles.INTEGERS);
    for (int wrong : new int[] {Integer.MIN_VALUE, -1, 0, 256}) {
      assertThatThrownBy(() -> builder.maxAttempts(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("maxAttempts")
          .hasMessageContaining(Integer.toString(wrong));
    }
  }
}
