package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.TestJvm;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.Disposable;
import reactor.core.Scannable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** A slow consumer holds what it is busy with, and no more: the others do the rest. */
class SlowConsumerTest {
  private static final int ITEMS = 100;
  private static final int FAST = 9;
  @RegisterExtension final Handles handles = new Handles();

  private static void work() {
    try {
      TimeUnit.MILLISECONDS.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** As slow as can be: at its first item until the others have done all that they can get. */
  private static void workUntil(BooleanSupplier othersAreDone) {
    long deadline = System.nanoTime() + Depth.PATIENCE.toNanos();
    while (!othersAreDone.getAsBoolean() && System.nanoTime() < deadline) {
      work();
    }
  }

  @Test
  void besideFastOnesOfItsProcess() throws InterruptedException {
    Scheduler scheduler = Schedulers.newBoundedElastic(FAST + 1, ITEMS, "consumers");
    ReceiveOptions options = ReceiveOptions.defaults().withScheduler(scheduler);
    SharedQueue<Integer> queue = handles.create(ITEMS);
    assertOthersDoTheRest(queue, worker -> queue.receive(options).doOnNext(worker));
    scheduler.dispose();
  }

  @Test
  void withDeliveriesBesideFastOnes() throws InterruptedException {
    Scheduler scheduler = Schedulers.newBoundedElastic(FAST + 1, ITEMS, "consumers");
    // Deliveries are held until they are settled, as many as that allows.
    ReceiveOptions options = ReceiveOptions.defaults().withScheduler(scheduler).withMaxInFlight(1);
    SharedQueue<Integer> queue = handles.create(ITEMS);
    assertOthersDoTheRest(
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

  private static void assertOthersDoTheRest(SharedQueue<Integer> queue, Way way)
      throws InterruptedException {
    CountDownLatch done = new CountDownLatch(ITEMS);
    AtomicInteger doneBySlow = new AtomicInteger();
    List<Disposable> consumers = new ArrayList<>();
    consumers.add(
        way.receive(
                item -> {
                  workUntil(() -> done.getCount() <= 1);
                  doneBySlow.incrementAndGet();
                  done.countDown();
                })
            .subscribe());
    for (int i = 0; i < FAST; i++) {
      consumers.add(
          way.receive(
                  item -> {
                    work();
                    done.countDown();
                  })
              .subscribe());
    }
    queue.sendAll(Flux.range(0, ITEMS)).block(Depth.PATIENCE);
    assertThat(done.await(2 * Depth.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(doneBySlow).hasValueLessThanOrEqualTo(1);
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
        // One after the other: ten at once start late on a busy machine.
        TestJvm consumer =
            TestJvm.start(ConsumerMain.class, queue.address().toString(), i == 0 ? "slow" : "fast");
        consumers.add(consumer);
        consumer.awaitLine("ready");
      }
      queue.sendAll(Flux.range(0, ITEMS)).block(Depth.PATIENCE);
      queue.complete();
      List<Integer> done =
          consumers.stream().map(consumer -> Integer.parseInt(consumer.awaitLine("done"))).toList();
      assertThat(done.get(0)).as("done by the slow one").isLessThanOrEqualTo(1);
      assertThat(done.stream().mapToInt(count -> count).sum()).isEqualTo(ITEMS);
    } finally {
      consumers.forEach(TestJvm::close);
    }
  }

  /** Arguments: the queue's address, slow or fast. */
  static final class ConsumerMain {
    public static void main(String[] args) {
      try (SharedQueue<Integer> queue = SharedQueue.open(URI.create(args[0]), Handles.INTEGERS)) {
        ReceiveOptions options =
            ReceiveOptions.defaults().withScheduler(Schedulers.boundedElastic());
        boolean slow = args[1].equals("slow");
        Flux<Integer> items =
            queue
                .receive(options)
                .doOnNext(
                    item -> {
                      if (slow) {
                        workUntil(() -> othersAreDone(queue));
                      } else {
                        work();
                      }
                    });
        System.out.println("ready");
        Long count = items.count().block(TestJvm.PATIENCE.multipliedBy(4));
        System.out.println("done " + count);
      }
    }

    /** The item in hand is settled: all others are, once nothing more comes. */
    private static boolean othersAreDone(SharedQueue<Integer> queue) {
      return Boolean.TRUE.equals(queue.sink().scan(Scannable.Attr.TERMINATED))
          && queue.isEmpty()
          && queue.inFlight() == 0;
    }
  }
}
