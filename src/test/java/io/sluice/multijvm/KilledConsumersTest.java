package io.sluice.multijvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.queue.Delivery;
import io.sluice.queue.SharedQueue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** What a consumer held when it was killed. */
class KilledConsumersTest {
  private static final int KILLS = 6;

  @TempDir(factory = InMemoryDirectory.class)
  Path directory;

  @Test
  void deliveriesGoToAnotherAsTheSecondAttempt() throws InterruptedException {
    try (SharedQueue<String> queue = Queues.create(directory, "deliveries", 3)) {
      List<Puppet> holders = Puppet.start(KILLS, queue.address());
      BlockingQueue<Delivery<String>> again = new LinkedBlockingQueue<>();
      Times times = new Times("from kill -9 of a holder of 3 deliveries to their redelivery");
      for (Puppet holder : holders) {
        for (int i = 0; i < 3; i++) {
          queue.put(Queues.item("d", 8 + i));
        }
        assertThat(holder.hold(3)).hasSize(3);
        Disposable other = queue.receiveManualAck().subscribe(again::add);
        assertThat(again).isEmpty();
        long start = System.nanoTime();
        holder.killAtOnce();
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          Delivery<String> delivery = again.poll(30, TimeUnit.SECONDS);
          assertThat(delivery).as("after the death of %s", holder).isNotNull();
          numbers.add(Queues.number(delivery.value()));
          assertThat(delivery.attempt()).isEqualTo(2);
          delivery.ack();
        }
        times.since(start);
        // In their order as a rule; not if a second survivor takes over from a busy first one.
        assertThat(numbers).containsExactlyInAnyOrder(8, 9, 10);
        other.dispose();
      }
      times.report(Duration.ofSeconds(1));
      Queues.assertWholeCapacity(queue);
      Puppet.close(holders);
    }
  }

  @Test
  void aPlainReceiverTakesAtMostTheItemDownThatItWasHandingOver() throws IOException {
    int round = 1_000;
    int items = 3 * round;
    List<String> found = new ArrayList<>();
    int lost = 0;
    try (SharedQueue<String> queue = Queues.create(directory, "plain", 64)) {
      List<Puppet> receivers = Puppet.start(3, queue.address());
      // Some for each of them: however long the first one lives, it does not take them all.
      Sinks.Many<Integer> firsts = Sinks.many().unicast().onBackpressureBuffer();
      Disposable sending =
          queue
              .sendAll(
                  firsts
                      .asFlux()
                      .concatMap(first -> Flux.range(first, round))
                      .map(i -> Queues.item("p", i)))
              .subscribe();
      for (Puppet receiver : receivers) {
        firsts.tryEmitNext(lost * round).orThrow();
        Path log = directory.resolve(receiver.pid() + ".log");
        String name = log.toString();
        receiver.call(stage -> receive(stage, Path.of(name)));
        await().atMost(Stage.PATIENCE).until(() -> lines(log).size() > 200);
        receiver.kill();
        found.addAll(lines(log));
        lost++;
      }
      firsts.tryEmitComplete().orThrow();
      while (found.size() < items - lost) {
        String item = queue.receiveOne().block(Stage.PATIENCE);
        found.add(item);
      }
      await().atMost(Stage.PATIENCE).until(() -> queue.inFlight() == 0 && sending.isDisposed());
      found.addAll(Stage.drain(queue));
      Queues.assertWholeCapacity(queue);
      Puppet.close(receivers);
    }
    List<Integer> numbers = found.stream().map(Queues::number).toList();
    assertThat(numbers).doesNotHaveDuplicates().hasSizeBetween(items - lost, items);
    assertThat(IntStream.range(0, items).boxed()).containsAll(numbers);
  }

  /** Whatever is handed over is in the log before the next one is. */
  private static boolean receive(Stage stage, Path log) throws IOException {
    Files.createFile(log);
    stage
        .queue()
        .receive()
        .subscribe(
            item -> {
              try {
                Files.writeString(log, item + "\n", StandardOpenOption.APPEND);
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    return true;
  }

  private static List<String> lines(Path log) throws IOException {
    String text = Files.readString(log);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  /** Whom a ring was meant for is gone: the others must notice what he was to take. */
  @Test
  void anItemThatAKilledSleeperWasRungForReachesAnother() throws Exception {
    try (SharedQueue<String> queue = Queues.create(directory, "sleepers", 3)) {
      List<Puppet> sleepers = Puppet.start(KILLS, queue.address());
      Times times = new Times("from kill -9 of a sleeper, and a put, to the item's arrival");
      for (Puppet sleeper : sleepers) {
        sleeper.call(
            stage -> {
              stage.things.put("sleep", stage.queue().receive().subscribe());
              return true;
            });
      }
      for (Puppet sleeper : sleepers.subList(0, KILLS - 1)) {
        sleeper.killAtOnce();
        long start = System.nanoTime();
        queue.put("wanted");
        queue.put("wanted");
        // One of them may have been taken, and so taken down, by a sleeper.
        await()
            .pollInterval(Duration.ofMillis(1))
            .atMost(Stage.PATIENCE)
            .until(() -> queue.isEmpty() && queue.inFlight() == 0);
        times.since(start);
      }
      times.report(Duration.ofSeconds(1));
      Puppet.close(sleepers);
    }
  }
}
