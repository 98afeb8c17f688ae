package io.sluice.multijvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.queue.SharedQueue;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** Who sleeps is rung: nobody has to wait until he happens to look around. */
class WakingTest {
  private static final int ROUNDS = 300;

  @TempDir(factory = InMemoryDirectory.class)
  Path directory;

  /** Were sleepers woken by looking around alone, a round would take 40 ms or more. */
  @Test
  void aSleeperIsRungForEachItem() throws InterruptedException {
    try (SharedQueue<String> there = Queues.create(directory, "there", 1);
        SharedQueue<String> back = Queues.create(directory, "back", 1);
        Puppet echo = Puppet.start(there.address())) {
      String backAddress = back.address().toString();
      CompletableFuture<Integer> echoing =
          echo.begin(
              stage -> {
                try (SharedQueue<String> answers = Stage.open(URI.create(backAddress))) {
                  for (int i = 0; i < ROUNDS; i++) {
                    answers.put(stage.queue().poll(Stage.PATIENCE));
                  }
                }
                return ROUNDS;
              });
      Times times = new Times("there and back, both sides asleep");
      for (int i = 0; i < ROUNDS; i++) {
        long start = System.nanoTime();
        there.put("item " + i);
        assertThat(back.poll(Stage.PATIENCE)).isEqualTo("item " + i);
        if (i > 0) {
          times.since(start);
        }
      }
      assertThat(Puppet.get(echoing)).isEqualTo(ROUNDS);
      times.report(Duration.ofMillis(20));
    }
  }

  /** The same for room: the sender sleeps until the receiver has taken. */
  @Test
  void aSenderThatWaitsIsRungForRoom() {
    try (SharedQueue<String> queue = Queues.create(directory, "room", 1);
        Puppet taker = Puppet.start(queue.address())) {
      Times times = new Times("from a take to the acceptance of what waited for its room");
      assertThat(queue.offer("first")).isTrue();
      for (int i = 0; i < ROUNDS / 3; i++) {
        CompletableFuture<Void> sent = queue.send("next").toFuture();
        long start = System.nanoTime();
        assertThat(taker.poll()).isNotNull();
        Puppet.get(sent);
        if (i > 0) {
          times.since(start);
        }
      }
      times.report(Duration.ofMillis(20));
    }
  }

  /** Many sleep in several processes; each item wakes one, and the end of the stream all. */
  @Test
  void manySleepersGetAnItemEachAndTheEndTogether() {
    try (SharedQueue<String> queue = Queues.create(directory, "many", 100)) {
      List<Puppet> puppets = Puppet.start(3, queue.address());
      List<CompletableFuture<Integer>> got =
          puppets.stream().map(puppet -> puppet.begin(WakingTest::receiveFifty)).toList();
      for (int i = 0; i < 150; i++) {
        assertThat(queue.send("item").block(Stage.PATIENCE)).isNull();
      }
      got.forEach(result -> assertThat(Puppet.get(result)).isEqualTo(50));
      List<CompletableFuture<Integer>> ended =
          puppets.stream().map(puppet -> puppet.begin(WakingTest::receiveFifty)).toList();
      long start = System.nanoTime();
      queue.complete();
      ended.forEach(result -> assertThat(Puppet.get(result)).isZero());
      System.out.printf(
          "from complete() to the end of 150 sleepers in 3 processes: %.1f ms%n",
          (System.nanoTime() - start) / 1e6);
      Puppet.close(puppets);
    }
  }

  /** Fifty that wait for one item each; how many got one. */
  private static int receiveFifty(Stage stage) {
    List<Mono<Integer>> all =
        IntStream.range(0, 50)
            .mapToObj(i -> stage.queue().receiveOne().map(item -> 1).defaultIfEmpty(0))
            .toList();
    Integer sum = Mono.zip(all, WakingTest::sum).block(Stage.PATIENCE);
    return sum;
  }

  private static int sum(Object[] numbers) {
    int sum = 0;
    for (Object number : numbers) {
      sum += (Integer) number;
    }
    return sum;
  }

  @Test
  void joinCompletesWhenAnotherProcessSettlesTheLast() {
    try (SharedQueue<String> queue = Queues.create(directory, "join", 3);
        Puppet holder = Puppet.start(queue.address())) {
      assertThat(queue.offer("held")).isTrue();
      assertThat(holder.hold(1)).containsExactly("held");
      CompletableFuture<Void> joined = queue.join().toFuture();
      assertThat(joined).isNotDone();
      assertThat(holder.ack()).containsExactly(1);
      Puppet.get(joined);
      assertThat(queue.inFlight()).isZero();
    }
  }
}
