package io.sluice.queue;

import static io.sluice.queue.NonBlockingMain.onParallel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Everything that receives items of one size. */
final class ReceivingScenarios extends NonBlockingScenarios {
  private static final ReceiveOptions IMMEDIATE =
      ReceiveOptions.defaults().withScheduler(Schedulers.immediate());

  private final Lines items;

  ReceivingScenarios(String size, Lines items) {
    this.items = items;
    add(size + " receive, request and cancel", this::receive);
    add(size + " receive of what comes later", this::receiveLater);
    add(size + " receive on the doorbell", this::receiveOnTheDoorbell);
    add(size + " ack, nack and reject", this::settle);
    add(size + " ack on the doorbell", this::settleOnTheDoorbell);
    add(size + " process", this::process);
    add(size + " dead letters", this::bury);
  }

  private void receive() throws Exception {
    try (SharedQueue<Line> queue = filled(20, items)) {
      Queue<Line> received = new ConcurrentLinkedQueue<>();
      AtomicReference<Subscription> subscription = new AtomicReference<>();
      onParallel(() -> queue.receive().subscribe(new Requester(received, subscription)));
      onParallel(() -> subscription.get().request(3));
      await().atMost(PATIENCE).until(() -> received.size() == 3);
      onParallel(() -> subscription.get().request(8));
      await().atMost(PATIENCE).until(() -> received.size() == 11);
      onParallel(
          () -> {
            subscription.get().request(Long.MAX_VALUE);
            subscription.get().cancel();
          });
      await().atMost(PATIENCE).until(() -> queue.inFlight() == 0);
    }
  }

  private void receiveLater() throws Exception {
    try (SharedQueue<Line> queue = create(4)) {
      CountDownLatch received = new CountDownLatch(8);
      Mono<Line> hurried = queue.receiveOne(Duration.ofMillis(1)).onErrorComplete();
      onParallel(() -> queue.receive().subscribe(item -> received.countDown(), failure -> {}));
      onParallel(() -> queue.receiveOne().subscribe(item -> received.countDown(), failure -> {}));
      onParallel(() -> hurried.subscribe(item -> received.countDown()));
      put(queue, 8);
      expect(received);
    }
  }

  private void receiveOnTheDoorbell() throws Exception {
    try (SharedQueue<Line> queue = create(4)) {
      CountDownLatch received = new CountDownLatch(8);
      onParallel(
          () -> queue.receive(IMMEDIATE).subscribe(item -> received.countDown(), failure -> {}));
      put(queue, 8);
      expect(received);
    }
  }

  private void settle() throws Exception {
    try (SharedQueue<Line> queue = filled(5, items)) {
      onParallel(
          () ->
              queue.receiveManualAck().subscribe(ReceivingScenarios::settleByNumber, failed -> {}));
      await().atMost(PATIENCE).until(() -> queue.isEmpty() && queue.inFlight() == 0);
    }
  }

  private void settleOnTheDoorbell() throws Exception {
    try (SharedQueue<Line> queue = create(4)) {
      onParallel(
          () ->
              queue
                  .receiveManualAck(IMMEDIATE)
                  .subscribe(ReceivingScenarios::settleByNumber, failed -> {}));
      put(queue, 8);
      await().atMost(PATIENCE).until(() -> queue.isEmpty() && queue.inFlight() == 0);
    }
  }

  private static void settleByNumber(Delivery<Line> delivery) {
    int number = delivery.value().number();
    if (delivery.attempt() > 1 || number == 0) {
      delivery.ack();
    } else if (number == 1) {
      delivery.nack();
    } else if (number == 2) {
      delivery.nack(Duration.ofMillis(5));
    } else {
      delivery.reject();
    }
  }

  private void process() throws Exception {
    try (SharedQueue<Line> queue = filled(5, items)) {
      CountDownLatch processed = new CountDownLatch(5);
      onParallel(
          () -> queue.process(Mono::just, 2).subscribe(r -> processed.countDown(), failed -> {}));
      expect(processed);
    }
  }

  private void bury() throws Exception {
    try (SharedQueue<Line> letters = create(4);
        SharedQueue<Line> queue =
            SharedQueue.builder(codec())
                .maxSize(4)
                .maxAttempts(2)
                .deadLetters(letters.address())
                .create()) {
      put(queue, 4);
      onParallel(
          () -> queue.receiveManualAck().subscribe(ReceivingScenarios::refuse, failed -> {}));
      await().atMost(PATIENCE).until(() -> letters.size() == 4);
    }
  }

  private static void refuse(Delivery<Line> delivery) {
    if (delivery.value().number() % 2 == 0) {
      delivery.reject();
    } else {
      delivery.nack();
    }
  }

  private void put(SharedQueue<Line> queue, int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      queue.put(items.get(i));
    }
  }

  private static void expect(CountDownLatch all) throws InterruptedException {
    assertThat(all.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
  }

  /** Requests nothing by itself. */
  private static final class Requester extends BaseSubscriber<Line> {
    private final Queue<Line> received;
    private final AtomicReference<Subscription> upstream;

    Requester(Queue<Line> received, AtomicReference<Subscription> upstream) {
      this.received = received;
      this.upstream = upstream;
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
      upstream.set(subscription);
    }

    @Override
    protected void hookOnNext(Line item) {
      received.add(item);
    }
  }
}
