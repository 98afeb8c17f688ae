package io.sluice.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.queue.SharedQueue;
import io.sluice.sync.SharedLock;
import io.sluice.testing.TestJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes of every role at full load, killed with {@code kill -9} and stopped with SIGSTOP at
 * random. For {@code soak.seconds}; the profile {@code soak} takes more of them.
 */
class SoakTest {
  private static final int SECONDS = Integer.getInteger("soak.seconds", 60);
  private static final long SEED = Long.getLong("soak.seed", System.nanoTime());
  private static final Duration PATIENCE = TestJvm.PATIENCE;
  private static final int LONGEST_PEACE_MILLIS = 300;

  @TempDir Path directory;
  private Path queues;

  @Test
  @Timeout(value = 1, unit = TimeUnit.DAYS) // Longer than the soak, however long that is.
  void whateverIsKilledOrStoppedNothingIsLostDoubledOrDelayed() throws Exception {
    queues = Files.createTempDirectory(sharedMemory(), "sluice-soak-");
    try {
      soak();
    } finally {
      deleteQueues();
    }
  }

  private static Path sharedMemory() {
    Path usual = Path.of("/dev/shm");
    return Files.isDirectory(usual) ? usual : Path.of(System.getProperty("java.io.tmpdir"));
  }

  private void soak() throws IOException, InterruptedException {
    System.out.println("soak: soak.seed=" + SEED + ", " + SECONDS + " s");
    Random random = new Random(SEED);
    try (SharedLock lock = SharedLock.create();
        SoakCrowd crowd = new SoakCrowd(directory, queues, lock.address(), random)) {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
      while (System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_PEACE_MILLIS));
        crowd.disturb();
      }
      crowd.end(false);
      try (SharedQueue<byte[]> queue = SoakWorker.queue(queues)) {
        await("all that was accepted to arrive")
            .atMost(PATIENCE)
            .until(() -> queue.isEmpty() && queue.inFlight() == 0);
        crowd.end(true);
        assertWholeCapacity(queue);
      }
      crowd.report();
      crowd.check().judge(crowd.killedReceivers());
      assertThat(filesOfItems()).isEmpty();
    }
  }

  private static void assertWholeCapacity(SharedQueue<byte[]> queue) {
    for (int i = 0; i < queue.maxSize(); i++) {
      byte[] item = new byte[i];
      // What the dead had begun to send comes back in its own time.
      await("room for item " + i).atMost(PATIENCE).until(() -> queue.offer(item));
    }
    assertThat(queue.offer(new byte[0])).isFalse();
    for (int i = 0; i < queue.maxSize(); i++) {
      assertThat(queue.poll()).hasSize(i);
    }
    assertThat(queue.size()).isZero();
    assertThat(queue.inFlight()).isZero();
  }

  /** Large items' files, which go with the items. */
  private List<String> filesOfItems() throws IOException {
    try (Stream<Path> files = Files.list(queues)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.contains(".item-"))
          .toList();
    }
  }

  private void deleteQueues() throws IOException {
    try (Stream<Path> all = Files.walk(queues)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
