package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.ItemTooLargeException;
import io.sluice.codec.Codec;
import io.sluice.testing.TestJvm;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** Items of any size, in their block or beyond it. */
class LargeItemTest {
  private static final int BLOCK = 256;
  private static final int MEGABYTE = 1 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @RegisterExtension final Handles handles = new Handles();
  @TempDir Path directory;

  private SharedQueue<byte[]> queue(int maxItemSize) {
    return handles.closeLater(
        SharedQueue.builder(Codec.bytes())
            .directory(directory)
            .maxSize(3)
            .itemSize(BLOCK)
            .maxItemSize(maxItemSize)
            .create());
  }

  /** Bytes that nothing else has. */
  private static byte[] item(int size) {
    byte[] bytes = new byte[size];
    new SplittableRandom(size).nextBytes(bytes);
    return bytes;
  }

  private static void assertNoFilesOfItems(SharedQueue<?> queue) {
    await("the items' files to go")
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(QueueDirectory.filesOf(queue.address())).hasSize(1));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, 7, 8, BLOCK - 1, BLOCK, BLOCK + 1, BLOCK + 64, 1_000, 65_537, MEGABYTE})
  void travelWhole(int size) throws InterruptedException {
    SharedQueue<byte[]> queue = queue(2 * MEGABYTE);
    byte[] item = item(size);
    queue.put(item);
    assertThat(queue.offer(item)).isTrue();
    queue.send(item).block(PATIENCE);
    assertThat(queue.isFull()).isTrue();
    assertThat(queue.take()).isEqualTo(item);
    assertThat(queue.receiveOne().block(PATIENCE)).isEqualTo(item);
    Mono<byte[]> delivered =
        queue.receiveManualAck().doOnNext(Delivery::ack).map(Delivery::value).next();
    assertThat(delivered.block(PATIENCE)).isEqualTo(item);
    Depth.becomes(queue, 0, 0);
    assertNoFilesOfItems(queue);
  }

  @ParameterizedTest
  @ValueSource(ints = {MEGABYTE, 5 * MEGABYTE})
  void plainQueuesTakeThem(int size) throws InterruptedException {
    SharedQueue<byte[]> queue = handles.closeLater(SharedQueue.create(2, Codec.bytes()));
    queue.put(item(size));
    assertThat(queue.take()).isEqualTo(item(size));
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 100})
  void upToMaxItemSizeThereIsNoOtherLimit(int megabytes) {
    int size = megabytes * MEGABYTE;
    SharedQueue<byte[]> queue = queue(size);
    byte[] item = item(size);
    queue.send(item).block(PATIENCE);
    queue.sendAll(Mono.just(item)).block(PATIENCE);
    assertThat(queue.receive().blockFirst(PATIENCE)).isEqualTo(item);
    assertThat(queue.receiveOne().block(PATIENCE)).isEqualTo(item);
    assertThatThrownBy(() -> queue.put(new byte[size + 1]))
        .isInstanceOf(ItemTooLargeException.class);
    assertNoFilesOfItems(queue);
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 100_000})
  void theCallerMayChangeWhatWasAccepted(int size) throws InterruptedException {
    SharedQueue<byte[]> queue = queue(MEGABYTE);
    byte[] item = item(size);
    queue.put(item);
    item[size / 2]++;
    queue.send(item).block(PATIENCE);
    item[size / 2]++;
    byte[] first = queue.take();
    byte[] second = queue.take();
    assertThat(first).isEqualTo(item(size));
    assertThat(second[size / 2]).isEqualTo((byte) (first[size / 2] + 1));
  }

  @Test
  void aDeletedQueueLeavesNoFileOfItems() {
    SharedQueue<byte[]> queue =
        handles.closeLater(
            SharedQueue.builder(Codec.bytes()).directory(directory).name("d").maxSize(3).create());
    queue.send(item(MEGABYTE)).block(PATIENCE);
    assertThat(QueueDirectory.filesOf(queue.address())).hasSize(2);
    assertThat(SharedQueue.delete(queue.address())).isTrue();
    assertThat(QueueDirectory.filesOf(queue.address())).isEmpty();
  }

  @Test
  void whatAKilledConsumerHeldComesBackWhole() {
    SharedQueue<byte[]> queue = queue(2 * MEGABYTE);
    List<byte[]> items = List.of(item(MEGABYTE), item(BLOCK), item(70_000));
    try (TestJvm holder = TestJvm.start(Holder.class, queue.address().toString())) {
      items.forEach(item -> queue.send(item).block(PATIENCE));
      holder.awaitLine("holds 3");
      assertThat(queue.inFlight()).isEqualTo(3);
      holder.kill();
      for (byte[] item : items) {
        Delivery<byte[]> delivery =
            queue.receiveManualAck().doOnNext(Delivery::ack).blockFirst(PATIENCE);
        assertThat(delivery.value()).isEqualTo(item);
        assertThat(delivery.attempt()).isEqualTo(2);
      }
    }
    assertNoFilesOfItems(queue);
  }

  static final class Holder {
    public static void main(String[] args) throws InterruptedException {
      SharedQueue<byte[]> queue = SharedQueue.open(URI.create(args[0]), Codec.bytes());
      queue
          .receiveManualAck()
          .index()
          .subscribe(numbered -> System.out.println("holds " + (numbered.getT1() + 1)));
      Thread.currentThread().join();
    }
  }
}
