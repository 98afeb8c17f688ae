package io.sluice.multijvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.codec.Codec;
import io.sluice.queue.SharedQueue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;

/** What many queues cost a process, and what is left of them. In a process of its own, to count. */
class ManyQueuesTest {
  private static final int CYCLES = 1_000;
  private static final int QUEUES = 200;
  private static final int SUBSCRIPTIONS = 5;
  private static final int LARGE_CYCLES = 16;
  private static final int LARGE_ITEM = 1 << 20;
  private static final int LARGE_QUEUE = 32 << 20;
  private static final int MOST_WAITING = 256 << 20;

  /** What a JVM itself may have come to need meanwhile; a leak would be one for each queue. */
  private static final int FEW = 5;

  @TempDir(factory = InMemoryDirectory.class)
  Path directory;

  /** All but the test's own, and Reactor's, which makes as many as there are processors. */
  private static int threads() {
    return (int)
        Thread.getAllStackTraces().keySet().stream()
            .map(Thread::getName)
            .filter(name -> !name.matches("(awaitility|act-|parallel-|boundedElastic-).*"))
            .count();
  }

  private static int descriptors() {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return (int) open.count();
    } catch (IOException e) {
      // No such directory on this system: then only the threads are counted.
      return 0;
    }
  }

  /** Bytes of files in the directory that are mapped, deleted ones included. */
  private static long mapped(Path directory) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
      return lines
          .filter(line -> line.contains(directory.toString()))
          .map(line -> line.substring(0, line.indexOf(' ')).split("-", -1))
          .mapToLong(ends -> Long.parseLong(ends[1], 16) - Long.parseLong(ends[0], 16))
          .sum();
    } catch (IOException e) {
      // No such file on this system.
      return 0;
    }
  }

  private static void cycle(Path directory) throws InterruptedException {
    try (SharedQueue<String> queue = Queues.anonymous(directory, 3)) {
      Disposable receiving = queue.receive().subscribe();
      queue.put(Queues.item("x", 1));
      queue.put(Queues.item("x", 9));
      receiving.dispose();
    }
  }

  @Test
  void creatingAndClosingLeavesNoFilesDescriptorsThreadsOrMappings() {
    String path = directory.toString();
    try (Puppet puppet = Puppet.start(null)) {
      List<String> left =
          puppet.call(
              stage -> {
                try (SharedQueue<String> kept = Queues.create(Path.of(path), "kept", 3)) {
                  long one = mapped(Path.of(path));
                  for (int i = 0; i < 20; i++) {
                    cycle(Path.of(path));
                  }
                  int threads = threads();
                  int descriptors = descriptors();
                  for (int i = 0; i < CYCLES; i++) {
                    cycle(Path.of(path));
                  }
                  await()
                      .atMost(Stage.PATIENCE)
                      .untilAsserted(
                          () -> {
                            assertThat(threads()).isLessThan(threads + FEW);
                            assertThat(descriptors()).isLessThan(descriptors + FEW);
                          });
                  await()
                      .atMost(Stage.PATIENCE)
                      .untilAsserted(
                          () -> {
                            System.gc();
                            assertThat(mapped(Path.of(path))).isEqualTo(one);
                          });
                  assertThat(kept.offer("x")).isTrue();
                }
                return Queues.files(Path.of(path));
              });
      assertThat(left).hasSize(3).contains("kept.queue");
      await("the files that show who lives go with the last queue")
          .atMost(Stage.PATIENCE)
          .untilAsserted(() -> assertThat(Queues.files(directory)).containsExactly("kept.queue"));
      assertThat(puppet.output()).isEmpty();
    }
  }

  /**
   * The library asks for a collection before too much waits for one; closed handles hold nothing.
   */
  @Test
  void mappingsThatWaitToBeCollectedAreBounded(@TempDir Path onDisk) {
    String path = onDisk.toString();
    try (Puppet puppet = Puppet.start(null, "-Xmn96m")) {
      long most =
          puppet.call(
              stage -> {
                long mapped = 0;
                List<SharedQueue<String>> closed = new ArrayList<>();
                for (int i = 0; i < LARGE_CYCLES; i++) {
                  SharedQueue<String> queue =
                      SharedQueue.builder(Codec.utf8())
                          .directory(Path.of(path))
                          .maxSize(LARGE_QUEUE / LARGE_ITEM)
                          .itemSize(LARGE_ITEM)
                          .create();
                  queue.close();
                  closed.add(queue);
                  mapped = Math.max(mapped, mapped(Path.of(path)));
                }
                closed.forEach(queue -> assertThat(queue.maxSize()).isPositive());
                return mapped;
              });
      assertThat(most).isLessThan(MOST_WAITING + 2 * LARGE_QUEUE);
    }
  }

  @Test
  void twoHundredQueuesWithSubscriptionsNeedNoMoreThreadsThanOne() {
    String path = directory.toString();
    try (Puppet puppet = Puppet.start(null)) {
      List<Integer> threads =
          puppet.call(
              stage -> {
                List<SharedQueue<String>> queues = new ArrayList<>();
                List<Integer> counts = new ArrayList<>();
                for (int i = 0; i < QUEUES; i++) {
                  SharedQueue<String> queue = Queues.anonymous(Path.of(path), 3);
                  queues.add(queue);
                  for (int s = 0; s < SUBSCRIPTIONS; s++) {
                    stage.things.put(i + "r" + s, queue.receive().subscribe());
                    stage.things.put(i + "o" + s, queue.receiveOne().subscribe());
                  }
                  queue.put("x");
                  if (i == 9) {
                    counts.add(threads());
                  }
                }
                counts.add(threads());
                queues.forEach(SharedQueue::close);
                return counts;
              });
      System.out.println("threads with 10 and with 200 queues, 10 subscriptions each: " + threads);
      assertThat(threads.get(1)).isLessThan(threads.get(0) + FEW);
    }
  }
}
