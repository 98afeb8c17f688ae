package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.SluiceException;
import io.sluice.codec.Codec;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Dead letters that do not accept an item: it comes back, and holds up nobody. */
class RefusedLetterTest {
  private static final String ITEM = "an item of some length";

  @RegisterExtension final Handles handles = new Handles();
  @RegisterExtension final Dropped dropped = new Dropped();
  @TempDir Path directory;

  /** Why a letter is not accepted. */
  enum Reason {
    FULL("full"),
    COMPLETED("completed"),
    TOO_SMALL("22 bytes are more than their 21"),
    OTHER_CODEC("fingerprint"),
    MISSING("there is no queue"),
    DELETED("there is no queue");

    private final String message;

    Reason(String message) {
      this.message = message;
    }
  }

  private SharedQueue.Builder<String> builder(String name) {
    return SharedQueue.builder(Codec.utf8()).directory(directory).name(name).maxSize(4);
  }

  private SharedQueue<String> letters() {
    return handles.closeLater(builder("letters").maxSize(1).create());
  }

  private SharedQueue<String> queue() {
    URI letters = URI.create("shm://" + directory.resolve("letters"));
    return handles.closeLater(builder("queue").maxAttempts(3).deadLetters(letters).create());
  }

  /** The queue whose letters are refused for the reason. */
  private SharedQueue<String> queue(Reason reason) {
    SharedQueue<String> queue = queue();
    switch (reason) {
      case FULL -> letters().offer("in the way");
      case COMPLETED -> letters().complete();
      case TOO_SMALL ->
          handles.closeLater(builder("letters").maxItemSize(ITEM.length() - 1).create());
      case OTHER_CODEC ->
          handles.closeLater(
              SharedQueue.builder(Codec.bytes())
                  .directory(directory)
                  .name("letters")
                  .maxSize(1)
                  .create());
      case MISSING -> {}
      case DELETED -> deleteAfterUse(queue);
    }
    return queue;
  }

  private void deleteAfterUse(SharedQueue<String> queue) {
    SharedQueue<String> letters = letters();
    queue.offer("the first letter");
    Deliveries.of(queue.receiveManualAck(), 1).next().reject();
    Depth.becomes(letters, 1, 0);
    Depth.becomes(queue, 0, 0);
    letters.poll();
    assertThat(SharedQueue.delete(letters.address())).isTrue();
  }

  /** This test's own: an earlier one's last letter may still be under way. */
  private List<Throwable> refusals() {
    return dropped.errors().stream()
        .filter(failure -> String.valueOf(failure.getMessage()).contains(directory.toString()))
        .toList();
  }

  private void expectDropped(int atLeast, Reason reason) {
    await().atMost(Depth.PATIENCE).until(() -> refusals().size() >= atLeast);
    assertThat(refusals())
        .allSatisfy(
            failure ->
                assertThat(failure)
                    .isInstanceOf(SluiceException.class)
                    .hasMessageContaining(reason.message)
                    .hasMessageContaining("queue"));
  }

  @ParameterizedTest
  @EnumSource
  void aRejectedItemComesBackAfterAWhile(Reason reason) {
    SharedQueue<String> queue = queue(reason);
    queue.offer(ITEM);
    Deliveries<String> consumer = Deliveries.of(queue.receiveManualAck());
    Delivery<String> first = consumer.next();
    long start = System.nanoTime();
    first.reject();
    Delivery<String> second = consumer.next();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(99));
    assertThat(second.value()).isEqualTo(ITEM);
    assertThat(second.attempt()).isEqualTo(2);
    second.reject();
    Delivery<String> third = consumer.next();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(299));
    assertThat(third.attempt()).isEqualTo(3);
    third.ack();
    Depth.is(queue, 0, 0);
    expectDropped(2, reason);
  }

  /** One that nobody is to have any more waits for its letter; those behind it do not. */
  @ParameterizedTest
  @EnumSource
  void anExhaustedItemHoldsUpNobody(ReceiveWay way) throws InterruptedException {
    SharedQueue<String> queue = queue(Reason.FULL);
    exhaust(queue);
    assertThat(queue.offer("next")).isTrue();
    assertThat(way.next(queue)).isEqualTo("next");
    expectDropped(1, Reason.FULL);
    assertThat(queue.poll()).isNull();
    Depth.isOneAltogether(queue);
  }

  @ParameterizedTest
  @EnumSource
  void anExhaustedItemIsThereUntilItsLetterIsAccepted(Reason reason) {
    SharedQueue<String> queue = queue(reason);
    VirtualTimeScheduler clock = VirtualTimeScheduler.getOrSet();
    try {
      exhaust(queue);
      assertThat(queue.poll()).isNull();
      expectDropped(1, reason);
      Depth.is(queue, 0, 1);
      clock.advanceTimeBy(Duration.ofSeconds(10));
    } finally {
      VirtualTimeScheduler.reset();
    }
    Depth.becomes(queue, 1, 0);
  }

  /** An item that may not be delivered any more, in the queue. */
  private static void exhaust(SharedQueue<String> queue) {
    queue.offer(ITEM);
    Deliveries<String> consumer = Deliveries.of(queue.receiveManualAck());
    for (int attempt = 1; attempt < 3; attempt++) {
      consumer.next().nack();
    }
    consumer.next();
    consumer.cancel();
    Depth.is(queue, 1, 0);
  }

  @Test
  void aRejectedItemIsAcceptedOnceThereIsRoom() {
    SharedQueue<String> queue = queue(Reason.FULL);
    SharedQueue<String> letters = handles.closeLater(builder("letters").maxSize(1).open());
    queue.offer(ITEM);
    Deliveries<String> consumer = Deliveries.of(queue.receiveManualAck());
    consumer.next().reject();
    Delivery<String> again = consumer.next();
    assertThat(letters.poll()).isEqualTo("in the way");
    again.reject();
    Depth.becomes(letters, 1, 0);
    Depth.becomes(queue, 0, 0);
    assertThat(letters.poll()).isEqualTo(ITEM);
  }

  @Test
  void anExhaustedItemIsAcceptedOnceThereIsRoom() {
    SharedQueue<String> queue = queue(Reason.FULL);
    SharedQueue<String> letters = handles.closeLater(builder("letters").maxSize(1).open());
    exhaust(queue);
    Deliveries<String> consumer = Deliveries.of(queue.receiveManualAck());
    expectDropped(1, Reason.FULL);
    letters.poll();
    Depth.becomes(letters, 1, 0);
    Depth.becomes(queue, 0, 0);
    assertThat(letters.poll()).isEqualTo(ITEM);
    assertThat(consumer.isEmpty()).isTrue();
  }

  /** Letters go to the queue that has the address, not to the one that had it. */
  @Test
  void deadLettersThatWereMadeAnewAreUsed() {
    SharedQueue<String> queue = queue(Reason.DELETED);
    SharedQueue<String> letters = letters();
    queue.offer(ITEM);
    Deliveries.of(queue.receiveManualAck()).next().reject();
    Depth.becomes(letters, 1, 0);
    assertThat(letters.poll()).isEqualTo(ITEM);
    assertThat(refusals()).isEmpty();
  }

  @Test
  void closingTheHandleGivesARefusedItemBack() {
    SharedQueue<String> queue = queue(Reason.FULL);
    SharedQueue<String> other = handles.closeLater(SharedQueue.open(queue.address(), Codec.utf8()));
    queue.offer(ITEM);
    Deliveries<String> consumer = Deliveries.of(queue.receiveManualAck());
    for (int attempt = 1; attempt < 3; attempt++) {
      consumer.next().reject();
    }
    expectDropped(1, Reason.FULL);
    queue.close();
    Depth.becomes(other, 1, 0);
    assertThat(other.poll()).isEqualTo(ITEM);
  }

  /** What the dead letters may give back is not settled: the stream goes on until then. */
  @Test
  void theStreamDoesNotEndBeforeARefusedItem() {
    SharedQueue<String> queue = queue(Reason.FULL);
    queue.offer(ITEM);
    queue.complete();
    Deliveries.of(queue.receiveManualAck(), 1).next().reject();
    assertThat(queue.receive().collectList().block(Depth.PATIENCE)).containsExactly(ITEM);
  }
}
