package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Items in a consumer's hands, until it settles them. */
class DeliveryTest {
  private static final Duration LONG = Duration.ofHours(1);

  @RegisterExtension final Handles handles = new Handles();

  /** What a holder does with a delivery. */
  enum Settlement {
    ACK,
    NACK,
    DELAYED_NACK,
    REJECT;

    void of(Delivery<?> delivery) {
      switch (this) {
        case ACK -> delivery.ack();
        case NACK -> delivery.nack();
        case DELAYED_NACK -> delivery.nack(Duration.ofMillis(1));
        case REJECT -> delivery.reject();
      }
    }

    /** Whether the item comes back. */
    boolean returns() {
      return this == NACK || this == DELAYED_NACK;
    }
  }

  private static ReceiveOptions maxInFlight(int most) {
    return ReceiveOptions.defaults().withMaxInFlight(most);
  }

  @ParameterizedTest
  @EnumSource
  void oneSettlementCounts(Settlement settlement) {
    SharedQueue<Integer> queue = handles.filled(3, 1);
    Deliveries<Integer> consumer = Deliveries.of(queue.receiveManualAck(), 1);
    Delivery<Integer> delivery = consumer.next();
    assertThat(delivery.value()).isZero();
    assertThat(delivery.attempt()).isEqualTo(1);
    Depth.stays(queue, 0, 1);
    settlement.of(delivery);
    Depth.becomes(queue, settlement.returns() ? 1 : 0, 0);
    for (Settlement again : Settlement.values()) {
      again.of(delivery);
    }
    Depth.stays(queue, settlement.returns() ? 1 : 0, 0);
    assertThat(Handles.drain(queue)).hasSize(settlement.returns() ? 1 : 0);
    Handles.assertAllRoomIsThere(queue);
  }

  /** All ways at once, each delivery by four threads: one of them has its way. */
  @Test
  void oneSettlementOfSeveralThreadsCounts() throws Exception {
    SharedQueue<Integer> queue = handles.create(50);
    CyclicBarrier start = new CyclicBarrier(Settlement.values().length);
    for (int round = 0; round < 20; round++) {
      Handles.fill(queue, 50);
      Deliveries<Integer> consumer = Deliveries.of(queue.receiveManualAck(), 50);
      List<Delivery<Integer>> deliveries = consumer.next(50);
      List<Background<Void>> threads = new ArrayList<>();
      for (Settlement settlement : Settlement.values()) {
        threads.add(
            Background.run(
                () -> {
                  start.await();
                  deliveries.forEach(settlement::of);
                }));
      }
      for (Background<Void> thread : threads) {
        thread.result();
      }
      assertThat(Handles.drainToTheLast(queue)).doesNotHaveDuplicates();
      Handles.assertAllRoomIsThere(queue);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLateSettlementDoesNotTouchTheNextDelivery(Settlement late) {
    SharedQueue<Integer> queue = handles.filled(1, 1);
    Deliveries<Integer> consumer = Deliveries.of(queue.receiveManualAck());
    Delivery<Integer> first = consumer.next();
    first.nack();
    Delivery<Integer> second = consumer.next();
    late.of(first);
    Depth.stays(queue, 0, 1);
    second.ack();
    Depth.is(queue, 0, 0);
    // The same block, in use by the next item.
    Handles.fill(queue, 1);
    Delivery<Integer> third = consumer.next();
    late.of(first);
    late.of(second);
    Depth.stays(queue, 0, 1);
    assertThat(third.attempt()).isEqualTo(1);
  }

  @Test
  void attemptsAreCountedTo256() {
    SharedQueue<Integer> queue = handles.filled(2, 1);
    Deliveries<Integer> consumer = Deliveries.of(queue.receiveManualAck());
    for (int attempt = 1; attempt < 300; attempt++) {
      Delivery<Integer> delivery = consumer.next();
      assertThat(delivery.attempt()).isEqualTo(Math.min(attempt, 256));
      assertThat(delivery.value()).isZero();
      delivery.nack();
    }
    consumer.next().ack();
    Depth.is(queue, 0, 0);
  }

  /** The attempts are the item's, not those of the room it has. */
  @Test
  void anotherItemInTheSameRoomStartsAtOne() {
    SharedQueue<Integer> queue = handles.filled(1, 1);
    Deliveries<Integer> consumer = Deliveries.of(queue.receiveManualAck());
    consumer.next().nack();
    consumer.next().ack();
    Handles.fill(queue, 1);
    assertThat(consumer.next().attempt()).isEqualTo(1);
  }

  @Test
  void holdsNoMoreThanMaxInFlightUnsettled() {
    SharedQueue<Integer> queue = handles.filled(20, 20);
    Deliveries<Integer> consumer = Deliveries.of(queue.receiveManualAck(maxInFlight(3)));
    List<Delivery<Integer>> held = new ArrayList<>(consumer.next(3));
    Depth.stays(queue, 17, 3);
    for (int item = 3; item < 20; item++) {
      Settlement settlement = item % 2 == 0 ? Settlement.ACK : Settlement.REJECT;
      settlement.of(held.remove(item % 3));
      held.add(consumer.next());
      Depth.is(queue, 19 - item, 3);
      assertThat(held.get(2).value()).isEqualTo(item);
    }
    held.forEach(Delivery::ack);
    Depth.is(queue, 0, 0);
    assertThat(consumer.isEmpty()).isTrue();
  }

  @Test
  void aReturnMakesRoomWithinMaxInFlight() {
    SharedQueue<Integer> queue = handles.filled(3, 3);
    Deliveries<Integer> consumer = Deliveries.of(queue.receiveManualAck(maxInFlight(1)));
    Delivery<Integer> first = consumer.next();
    first.nack();
    first.ack();
    Delivery<Integer> again = consumer.next();
    assertThat(again.value()).isZero();
    assertThat(again.attempt()).isEqualTo(2);
    Depth.stays(queue, 2, 1);
    again.nack(LONG);
    Delivery<Integer> next = consumer.next();
    assertThat(next.value()).isEqualTo(1);
    Depth.stays(queue, 1, 2);
    queue.close();
  }

  @Test
  void settlingDoesNotMakeUpForDemand() {
    SharedQueue<Integer> queue = handles.filled(5, 5);
    Deliveries<Integer> consumer = Deliveries.of(queue.receiveManualAck(), 2);
    consumer.next(2).forEach(Delivery::ack);
    Depth.stays(queue, 3, 0);
    consumer.request(1);
    consumer.next().nack();
    Depth.stays(queue, 3, 0);
    assertThat(consumer.isEmpty()).isTrue();
  }
}
