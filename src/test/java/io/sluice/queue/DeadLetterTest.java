package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Rejected items, in the queue that is there for them. */
class DeadLetterTest {
  private static final int ITEM_SIZE = 16;

  @RegisterExtension final Handles handles = new Handles();
  @TempDir Path directory;

  private SharedQueue<Integer> withLetters(SharedQueue<Integer> letters, int maxSize) {
    return handles.closeLater(
        SharedQueue.builder(Handles.INTEGERS)
            .maxSize(maxSize)
            .deadLetters(letters.address())
            .create());
  }

  private SharedQueue.Builder<Object> small(String name, int maxSize) {
    return SharedQueue.builder(Items.OBJECTS)
        .directory(directory)
        .name(name)
        .itemSize(ITEM_SIZE)
        .maxSize(maxSize);
  }

  @Test
  void aRejectedItemArrivesAsItWas() {
    SharedQueue<Object> letters = handles.closeLater(small("letters", 5).create());
    SharedQueue<Object> queue =
        handles.closeLater(small("queue", 5).deadLetters(letters.address()).create());
    List<Object> items = List.of("", 7, "x".repeat(ITEM_SIZE), "large ".repeat(50_000));
    items.forEach(queue::offer);
    Deliveries<Object> consumer = Deliveries.of(queue.receiveManualAck());
    for (Object item : items) {
      consumer.next().reject();
      Depth.becomes(letters, 1, 0);
      assertThat(letters.poll()).isEqualTo(item);
    }
    Depth.becomes(queue, 0, 0);
    awaitNoFilesOfItems("queue");
    awaitNoFilesOfItems("letters");
  }

  @Test
  void aLetterIsAnItemLikeAnyOther() {
    SharedQueue<Integer> letters = handles.create(3);
    SharedQueue<Integer> queue = withLetters(letters, 3);
    Handles.fill(queue, 1);
    Deliveries<Integer> consumer = Deliveries.of(queue.receiveManualAck());
    consumer.next().nack();
    Delivery<Integer> again = consumer.next();
    assertThat(again.attempt()).isEqualTo(2);
    again.reject();
    Delivery<Integer> letter = Deliveries.of(letters.receiveManualAck()).next();
    assertThat(letter.attempt()).isEqualTo(1);
    assertThat(letter.value()).isZero();
    letter.ack();
    Depth.becomes(queue, 0, 0);
    Depth.is(letters, 0, 0);
  }

  /** The dead letters are the queue's, not one handle's. */
  @Test
  void everyHandleKnowsTheDeadLetters() {
    SharedQueue<Integer> letters = handles.create(3);
    SharedQueue<Integer> queue = withLetters(letters, 3);
    SharedQueue<Integer> other = handles.another(queue);
    Handles.fill(queue, 2);
    Deliveries.of(other.receiveManualAck(), 1).next().reject();
    Depth.becomes(letters, 1, 0);
    Deliveries.of(queue.receiveManualAck(), 1).next().reject();
    Depth.becomes(letters, 2, 0);
    assertThat(Handles.drain(letters)).containsExactly(0, 1);
    Handles.assertAllRoomIsThere(queue);
  }

  /** Whoever sees that the item has left the queue finds the letter. */
  @Test
  void theLetterIsAcceptedBeforeTheItemIsSettled() throws InterruptedException {
    SharedQueue<Integer> letters = handles.create(1);
    SharedQueue<Integer> queue = withLetters(letters, 1);
    Deliveries<Integer> consumer = Deliveries.of(queue.receiveManualAck());
    for (int round = 0; round < 2_000; round++) {
      queue.put(round);
      consumer.next().reject();
      while (queue.inFlight() > 0) {
        Thread.onSpinWait();
      }
      assertThat(letters.poll()).isEqualTo(round);
    }
  }

  @Test
  void rejectedOnlyOnceByManyThreads() throws Exception {
    SharedQueue<Integer> letters = handles.create(100);
    SharedQueue<Integer> queue = withLetters(letters, 50);
    Handles.fill(queue, 50);
    List<Delivery<Integer>> held = Deliveries.of(queue.receiveManualAck(), 50).next(50);
    List<Background<Void>> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      threads.add(Background.run(() -> held.forEach(Delivery::reject)));
    }
    for (Background<Void> thread : threads) {
      thread.result();
    }
    Depth.becomes(letters, 50, 0);
    Depth.becomes(queue, 0, 0);
    assertThat(Handles.drain(letters))
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 50).boxed().toList());
    Handles.assertAllRoomIsThere(queue);
  }

  @Test
  void withoutDeadLettersARejectedItemIsDropped() throws InterruptedException {
    SharedQueue<Object> queue = handles.closeLater(small("queue", 3).create());
    queue.offer("small");
    queue.offer("large ".repeat(50_000));
    Deliveries.of(queue.receiveManualAck()).next(2).forEach(Delivery::reject);
    Depth.becomes(queue, 0, 0);
    for (int item = 1; item <= 3; item++) {
      assertThat(queue.offer(item, Depth.PATIENCE)).isTrue();
    }
    awaitNoFilesOfItems("queue");
  }

  /** They are deleted, and their room is free, a moment after the item is settled. */
  private void awaitNoFilesOfItems(String name) {
    URI queue = directory.resolve(name + ".queue").toUri();
    Awaitility.await()
        .atMost(Depth.PATIENCE)
        .untilAsserted(() -> assertThat(QueueDirectory.filesOf(queue)).hasSize(1));
  }

  /** The handle's end waits for letters that are under way: each item is here or there. */
  @Test
  void closingLosesNoLetter() {
    SharedQueue<Integer> letters = handles.create(200);
    SharedQueue<Integer> queue = withLetters(letters, 100);
    SharedQueue<Integer> other = handles.another(queue);
    for (int round = 0; round < 20; round++) {
      SharedQueue<Integer> handle = handles.another(queue);
      Handles.fill(queue, 100);
      Deliveries.of(handle.receiveManualAck(), 100).next(100).forEach(Delivery::reject);
      handle.close();
      List<Integer> found = Handles.drainToTheLast(other);
      found.addAll(Handles.drain(letters));
      assertThat(found)
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 100).boxed().toList());
    }
    Handles.assertAllRoomIsThere(other);
  }
}
