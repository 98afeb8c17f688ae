package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.TestJvm;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** A slow consumer holds what it is busy with, and no more: the others do the rest. */
@Timeout(60)
class SlowConsumerTest {
  private static final int ITEMS = 100;
  private static final int FAST = 9;
  private static final Duration SLOW = Duration.ofSeconds(1);

  /** The slow one's own items, and some time for a busy machine: far from a hundred, or ten. */
  private static final Duration SOON = Duration.ofSeconds(5);

  @RegisterExtension final Handles handles = new Handles();

  private static void work(Duration duration) {
    try {
      TimeUnit.NANOSECONDS.sleep(duration.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void besideFastOnesOfItsProcess() throws InterruptedException {
    Scheduler scheduler = Schedulers.newBoundedElastic(FAST + 1, ITEMS, "consumers");
    ReceiveOptions options = ReceiveOptions.defaults().withScheduler(scheduler);
    SharedQueue<Integer> queue = handles.create(ITEMS);
    assertDoneSoon(queue, worker -> queue.receive(options).doOnNext(worker));
    scheduler.dispose();
  }

  @Test
  void withDeliveriesBesideFastOnes() throws InterruptedException {
    Scheduler scheduler = Schedulers.newBoundedElastic(FAST + 1, ITEMS, "consumers");
    // Deliveries are held until they are settled, as many as that allows.
    ReceiveOptions options = ReceiveOptions.defaults().withScheduler(scheduler).withMaxInFlight(1);
    SharedQueue<Integer> queue = handles.create(ITEMS);
    assertDoneSoon(
        queue,
        worker ->
            queue
                .receiveManualAck(options)
                .doOnNext(
                    delivery -> {
                      worker.accept(delivery.value());
                      delivery.ack();
                    }));
    scheduler.dispose();
  }

  private interface Way {
    Flux<?> receive(Consumer<Integer> worker);
  }

  private static void assertDoneSoon(SharedQueue<Integer> queue, Way way)
      throws InterruptedException {
    CountDownLatch done = new CountDownLatch(ITEMS);
    List<Disposable> consumers = new ArrayList<>();
    for (int i = 0; i <= FAST; i++) {
      Duration time = i == 0 ? SLOW : Duration.ofMillis(1);
      consumers.add(
          way.receive(
                  item -> {
                    work(time);
                    done.countDown();
                  })
              .subscribe());
    }
    long start = System.nanoTime();
    queue.sendAll(Flux.range(0, ITEMS)).block();
    assertThat(done.await(SOON.toSeconds(), TimeUnit.SECONDS)).as("%s left", done).isTrue();
    System.out.printf("%d items after %d ms%n", ITEMS, (System.nanoTime() - start) / 1_000_000);
    // Counted before it is acknowledged, the last one would go back otherwise.
    Depth.becomes(queue, 0, 0);
    consumers.forEach(Disposable::dispose);
    Handles.assertAllRoomIsThere(queue);
  }

  @Test
  void besideFastProcesses() {
    SharedQueue<Integer> queue = handles.create(ITEMS);
    List<TestJvm> consumers = new ArrayList<>();
    try {
      for (int i = 0; i <= FAST; i++) {
        consumers.add(
            TestJvm.start(ConsumerMain.class, queue.address().toString(), i == 0 ? "1000" : "1"));
      }
      consumers.forEach(consumer -> consumer.awaitLine("ready"));
      long start = System.nanoTime();
      queue.sendAll(Flux.range(0, ITEMS)).block();
      queue.complete();
      int done = 0;
      for (TestJvm consumer : consumers) {
        done += Integer.parseInt(consumer.awaitLine("done"));
      }
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      System.out.printf("%d items after %d ms, by processes%n", done, took.toMillis());
      assertThat(done).isEqualTo(ITEMS);
      assertThat(took).isLessThan(SOON);
    } finally {
      consumers.forEach(TestJvm::close);
    }
  }

  /** Arguments: the queue's address, how many milliseconds each item takes. */
  static final class ConsumerMain {
    public static void main(String[] args) {
      try (SharedQueue<Integer> queue = SharedQueue.open(URI.create(args[0]), Handles.INTEGERS)) {
        ReceiveOptions options =
            ReceiveOptions.defaults().withScheduler(Schedulers.boundedElastic());
        Duration time = Duration.ofMillis(Long.parseLong(args[1]));
        Flux<Integer> items = queue.receive(options).doOnNext(item -> work(time));
        System.out.println("ready");
        Long count = items.count().block(TestJvm.PATIENCE);
        System.out.println("done " + count);
      }
    }
  }
}
