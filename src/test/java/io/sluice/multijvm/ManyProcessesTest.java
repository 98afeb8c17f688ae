package io.sluice.multijvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.codec.Codec;
import io.sluice.queue.SharedQueue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten processes and ten more on a queue of three. */
class ManyProcessesTest {
  private static final int MAX_SIZE = 3;
  private static final int EACH = 200;

  @TempDir(factory = InMemoryDirectory.class)
  static Path directory;

  private static SharedQueue<String> queue;
  private static List<Puppet> producers = List.of();
  private static List<Puppet> consumers = List.of();

  @BeforeAll
  static void start() {
    queue =
        SharedQueue.builder(Codec.utf8())
            .directory(directory)
            .name("three")
            .maxSize(MAX_SIZE)
            .create();
    List<Puppet> all = Puppet.start(20, queue.address());
    producers = all.subList(0, 10);
    consumers = all.subList(10, 20);
  }

  @AfterAll
  static void stop() {
    Puppet.close(producers);
    Puppet.close(consumers);
    queue.close();
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(queue.size()).isZero();
    assertThat(queue.inFlight()).isZero();
    assertThat(producers).allSatisfy(puppet -> assertThat(puppet.output()).isEmpty());
    assertThat(consumers).allSatisfy(puppet -> assertThat(puppet.output()).isEmpty());
  }

  @Test
  void everyItemArrivesOnceInItsProducersOrderWithinTheBound() throws InterruptedException {
    List<CompletableFuture<List<String>>> taken = new ArrayList<>();
    consumers.forEach(consumer -> taken.add(consumer.begin(Stage::takeToEnd)));
    List<CompletableFuture<Integer>> put = new ArrayList<>();
    for (int i = 0; i < producers.size(); i++) {
      String name = "p" + i;
      put.add(producers.get(i).begin(stage -> stage.putAll(name, EACH)));
    }
    CompletableFuture<Void> allPut = CompletableFuture.allOf(put.toArray(CompletableFuture[]::new));
    int largest = 0;
    while (!allPut.isDone()) {
      largest = Math.max(largest, queue.size());
    }
    put.forEach(Puppet::get);
    for (int i = 0; i < consumers.size(); i++) {
      queue.put("end");
    }
    assertThat(largest).isLessThanOrEqualTo(MAX_SIZE);
    List<List<String>> byConsumer = taken.stream().map(Puppet::get).toList();
    byConsumer.forEach(ManyProcessesTest::assertInOrder);
    assertThat(byConsumer.stream().flatMap(List::stream))
        .hasSize(producers.size() * EACH)
        .doesNotHaveDuplicates();
  }

  /** One producer's items reach each consumer in the order in which they were put. */
  private static void assertInOrder(List<String> taken) {
    Map<String, Integer> last = new HashMap<>();
    for (String item : taken) {
      int colon = item.indexOf(":");
      int number = Integer.parseInt(item.substring(colon + 1));
      assertThat(number).as(item).isGreaterThan(last.getOrDefault(item.substring(0, colon), -1));
      last.put(item.substring(0, colon), number);
    }
  }

  @Test
  void tenThatRaceForThreePlacesGetExactlyThree() {
    for (int round = 0; round < 100; round++) {
      long start = System.nanoTime() + 2_000_000;
      List<Boolean> accepted =
          Puppet.all(
              producers,
              stage -> {
                SharedQueue<String> opened = stage.queue();
                while (System.nanoTime() < start) {
                  Thread.onSpinWait();
                }
                return opened.offer("x");
              });
      assertThat(Collections.frequency(accepted, true)).as("round %s", round).isEqualTo(MAX_SIZE);
      assertThat(queue.isFull()).isTrue();
      assertThat(Stage.drain(queue)).hasSize(MAX_SIZE);
    }
  }

  @Test
  void tenThatRaceForThreeItemsGetExactlyThree() {
    for (int round = 0; round < 100; round++) {
      for (int i = 0; i < MAX_SIZE; i++) {
        assertThat(queue.offer("item " + i)).isTrue();
      }
      long start = System.nanoTime() + 2_000_000;
      List<String> taken =
          Puppet.all(
              consumers,
              stage -> {
                SharedQueue<String> opened = stage.queue();
                while (System.nanoTime() < start) {
                  Thread.onSpinWait();
                }
                return opened.poll();
              });
      assertThat(taken.stream().filter(item -> item != null))
          .as("round %s", round)
          .containsExactlyInAnyOrder("item 0", "item 1", "item 2");
    }
  }

  /** The second put begins after the first has returned, in another process. */
  @Test
  void whatWasPutFirstIsTakenFirstWhoeverPutIt() {
    for (int round = 0; round < 50; round++) {
      for (int i = 0; i < MAX_SIZE; i++) {
        String item = "item " + i;
        Puppet producer = producers.get((round + 3 * i) % producers.size());
        assertThat(producer.offer(item)).isTrue();
      }
      Puppet consumer = consumers.get(round % consumers.size());
      assertThat(consumer.drain()).containsExactly("item 0", "item 1", "item 2");
    }
  }

  /** A poll that begins after a put has returned in another process sees its item. */
  @Test
  void whatWasPutIsThereAtOnceEverywhere() {
    for (int round = 0; round < 100; round++) {
      String item = "item " + round;
      assertThat(producers.get(round % 10).offer(item)).isTrue();
      Puppet consumer = consumers.get(round * 7 % 10);
      assertThat(consumer.poll()).isEqualTo(item);
    }
  }
}
