package io.sluice.multijvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.codec.Codec;
import io.sluice.queue.SharedQueue;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Producers killed in the midst of putting, and everybody killed. */
class KilledProducersTest {
  private static final int KILLS = 6;

  @TempDir(factory = InMemoryDirectory.class)
  Path directory;

  @Test
  void nothingIsTornAndTheCapacityIsWhole() throws InterruptedException {
    try (SharedQueue<String> queue = Queues.create(directory, "torn", 16)) {
      List<Puppet> producers = Puppet.start(KILLS, queue.address());
      Times times = new Times("from kill -9 in sendAll to the whole capacity");
      for (int i = 0; i < KILLS; i++) {
        producers.get(i).call(stage -> stage.sendForEver("s"));
        int next = 0;
        while (next < 300 + 77 * i) {
          assertThat(Queues.number(take(queue))).isEqualTo(next++);
        }
        long start = System.nanoTime();
        producers.get(i).kill();
        for (String item : Stage.drain(queue)) {
          assertThat(Queues.number(item)).isEqualTo(next++);
        }
        Queues.assertWholeCapacity(queue);
        times.since(start);
      }
      times.report(Duration.ofSeconds(1));
      Puppet.close(producers);
    }
    assertThat(Queues.files(directory)).noneMatch(name -> name.contains(".item-"));
  }

  private static String take(SharedQueue<String> queue) throws InterruptedException {
    String item = queue.poll(Stage.PATIENCE);
    assertThat(item).isNotNull();
    return item;
  }

  @Test
  void afterTheDeathOfAllTheNextOneFindsEverything() throws InterruptedException {
    URI address;
    try (SharedQueue<String> queue = Queues.create(directory, "all", 16)) {
      address = queue.address();
    }
    for (int round = 0; round < 2; round++) {
      List<Puppet> all = Puppet.start(4, address);
      for (int i = 0; i < 2; i++) {
        String name = "r" + round + "p" + i;
        all.get(i).call(stage -> stage.sendForEver(name));
      }
      // One settles, one only holds.
      all.get(2).call(stage -> take(stage.queue()).length() + take(stage.queue()).length());
      all.get(3).hold(2);
      all.forEach(Puppet::killAtOnce);
      all.forEach(Puppet::kill);
      long start = System.nanoTime();
      try (SharedQueue<String> queue = SharedQueue.open(address, Codec.utf8())) {
        // The kernel may close a dead process's files a moment after its parent heard of its end.
        await("nothing is held by the dead")
            .atMost(Stage.PATIENCE)
            .pollInterval(Duration.ofMillis(5))
            .until(() -> queue.inFlight() == 0);
        List<String> found = Stage.drain(queue);
        System.out.printf(
            "after the death of all: %d items after %.1f ms%n",
            found.size(), (System.nanoTime() - start) / 1e6);
        assertThat(found).hasSizeBetween(2, 16);
        assertInOrder(found.subList(2, found.size()));
        Queues.assertWholeCapacity(queue);
      }
      Puppet.close(all);
    }
    assertThat(Queues.files(directory, ".queue")).hasSize(1);
    assertThat(Queues.files(directory)).noneMatch(name -> name.contains(".item-"));
  }

  /** Each producer's items without a gap: none was lost in between, none is there twice. */
  private static void assertInOrder(List<String> items) {
    Map<String, Integer> last = new HashMap<>();
    for (String item : items) {
      String producer = item.substring(0, item.indexOf(':'));
      int number = Queues.number(item);
      Integer before = last.put(producer, number);
      if (before != null) {
        assertThat(number).as("%s in %s", item, items).isEqualTo(before + 1);
      }
    }
  }
}
