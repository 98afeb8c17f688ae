package io.sluice.multijvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.codec.Codec;
import io.sluice.queue.SharedQueue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Queues as these tests use them, and what must be true of every one of them at the end. */
final class Queues {
  /** Items beyond this many bytes have a file each. */
  static final int ITEM_SIZE = 64;

  private Queues() {}

  static SharedQueue<String> create(Path directory, String name, int maxSize) {
    return builder(directory, maxSize).name(name).create();
  }

  static SharedQueue<String> anonymous(Path directory, int maxSize) {
    return builder(directory, maxSize).create();
  }

  private static SharedQueue.Builder<String> builder(Path directory, int maxSize) {
    return SharedQueue.builder(Codec.utf8())
        .directory(directory)
        .maxSize(maxSize)
        .itemSize(ITEM_SIZE);
  }

  /** An item that shows whether it is whole: now and then one that needs a file. */
  static String item(String name, int number) {
    int length = number % 10 == 9 ? 1_000 + number % 100 : number % 40;
    return name + ':' + number + ':' + "x".repeat(length) + ':' + length;
  }

  /** The number of a whole item. */
  static int number(String item) {
    String[] parts = item.split(":", -1);
    assertThat(parts).as(item).hasSize(4);
    assertThat(item).isEqualTo(item(parts[0], Integer.parseInt(parts[1])));
    return Integer.parseInt(parts[1]);
  }

  /**
   * Waits until the whole capacity is there, which takes as long as the kernel takes with the dead,
   * and uses it.
   */
  static void assertWholeCapacity(SharedQueue<String> queue) {
    List<String> items = new ArrayList<>();
    await("the whole capacity of " + queue)
        .pollInterval(Duration.ofMillis(1))
        .atMost(Stage.PATIENCE)
        .until(
            () -> {
              while (items.size() < queue.maxSize() && queue.offer("item " + items.size())) {
                items.add("item " + items.size());
              }
              return items.size() == queue.maxSize();
            });
    assertThat(queue.offer("one too many")).isFalse();
    assertThat(queue.isFull()).isTrue();
    assertThat(queue.size()).isEqualTo(queue.maxSize());
    assertThat(Stage.drain(queue)).isEqualTo(items);
    assertThat(queue.isEmpty()).isTrue();
    assertThat(queue.inFlight()).isZero();
  }

  static List<String> files(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static List<String> files(Path directory, String suffix) {
    return files(directory).stream().filter(name -> name.endsWith(suffix)).toList();
  }
}
