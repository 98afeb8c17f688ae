package io.sluice.multijvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.queue.SharedQueue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that SIGSTOP stops, wherever they are: they delay nobody, and nobody takes them for
 * dead.
 */
class PausedProcessesTest {
  /** Longer than any round of those who look after the dead. */
  private static final Duration LONG = Duration.ofMillis(3_200);

  @TempDir(factory = InMemoryDirectory.class)
  Path directory;

  @Test
  void whatAStoppedProcessHoldsStaysItsOwnAndTheOthersGoOn() {
    try (SharedQueue<String> queue = Queues.create(directory, "stopped", 8);
        Puppet holder = Puppet.start(queue.address());
        Puppet sleeper = Puppet.start(queue.address());
        Puppet sender = Puppet.start(queue.address());
        Puppet other = Puppet.start(queue.address())) {
      queue.offer("held 1");
      queue.offer("held 2");
      assertThat(holder.hold(2)).containsExactly("held 1", "held 2");
      sleeper.call(PausedProcessesTest::beginToWait);
      holder.stop();
      sleeper.stop();
      sender.call(stage -> stage.sendForEver("s"));
      List<Integer> taken = new ArrayList<>();
      while (taken.size() < 100) {
        taken.add(Queues.number(other.take()));
      }
      sender.stop();
      other.drain().forEach(item -> taken.add(Queues.number(item)));
      passItemsForLong(queue, other);
      assertThat(queue.inFlight()).isEqualTo(2);

      holder.resume();
      sleeper.resume();
      sender.resume();
      for (int more = taken.size() + 100; taken.size() < more; ) {
        taken.add(Queues.number(other.take()));
      }
      assertThat(holder.ack()).containsExactly(1, 1);
      taken.add(Queues.number(sleeper.call(PausedProcessesTest::endWait)));
      sender.kill();
      other.drain().forEach(item -> taken.add(Queues.number(item)));
      assertThat(taken)
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, taken.size()).boxed().toList());
      Queues.assertWholeCapacity(queue);
    }
  }

  private static boolean beginToWait(Stage stage) {
    stage.things.put("waiting", stage.queue().receiveOne().toFuture());
    return true;
  }

  private static String endWait(Stage stage) {
    return (String) ((CompletableFuture<?>) stage.things.get("waiting")).join();
  }

  /**
   * The first ring of each sleep may go to one that is stopped: then the others look by themselves.
   */
  private static void passItemsForLong(SharedQueue<String> queue, Puppet other) {
    long start = System.nanoTime();
    int passed = 0;
    while (System.nanoTime() - start < LONG.toNanos() || passed < 10) {
      CompletableFuture<String> arrival = other.begin(stage -> stage.queue().poll(Stage.PATIENCE));
      assertThat(queue.offer("past the stopped")).isTrue();
      assertThat(Puppet.get(arrival)).isEqualTo("past the stopped");
      passed++;
    }
    System.out.printf(
        "past three stopped processes: %d items in %.1f s%n",
        passed, (System.nanoTime() - start) / 1e9);
  }

  @Test
  void stoppedAgainAndAgainAtAnyInstructionTheyLoseAndDoubleNothing() throws InterruptedException {
    int items = 4_000;
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (SharedQueue<String> queue = Queues.create(directory, "again", 4)) {
      List<Puppet> puppets = Puppet.start(4, queue.address());
      List<CompletableFuture<Integer>> put = new ArrayList<>();
      List<CompletableFuture<List<String>>> taken = new ArrayList<>();
      for (Puppet producer : puppets.subList(0, 2)) {
        String name = "p" + producer.pid();
        put.add(producer.begin(stage -> stage.putAll(name, items)));
      }
      for (Puppet consumer : puppets.subList(2, 4)) {
        taken.add(consumer.begin(Stage::takeToEnd));
      }
      int stops = 0;
      while (!put.stream().allMatch(CompletableFuture::isDone)) {
        Puppet puppet = puppets.get(random.nextInt(4));
        puppet.stop();
        stops++;
        // Each signal is a process of its own: that is pause enough.
        puppets.get(random.nextInt(4)).resume();
        puppet.resume();
      }
      for (int i = 0; i < 2; i++) {
        queue.put("end");
      }
      List<String> all = new ArrayList<>();
      taken.forEach(result -> all.addAll(Puppet.get(result)));
      System.out.printf("stopped %d times, seed %d%n", stops, seed);
      assertThat(all).as("seed %s", seed).hasSize(2 * items).doesNotHaveDuplicates();
      Queues.assertWholeCapacity(queue);
      Puppet.close(puppets);
    }
  }
}
