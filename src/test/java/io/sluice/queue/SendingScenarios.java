package io.sluice.queue;

import static io.sluice.queue.NonBlockingMain.onParallel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** Everything that sends items of one size. */
final class SendingScenarios extends NonBlockingScenarios {
  private static final int FLOW = 512;

  private final Lines items;

  SendingScenarios(String size, Lines items) {
    this.items = items;
    add(size + " send", this::send);
    add(size + " send that waits, is cancelled, or comes too late", this::waitForRoom);
    add(size + " sendAll", this::sendAll);
    add(size + " sendAll in full flow", this::sendAllInFlow);
    add(size + " sendAll that is cancelled", this::cancelSendAll);
    add(size + " subscriber", this::subscribe);
  }

  private void send() throws Exception {
    try (SharedQueue<Line> queue = create(2)) {
      AtomicReference<CompletableFuture<Void>> sent = new AtomicReference<>();
      onParallel(() -> sent.set(queue.send(items.get(1)).toFuture()));
      waitFor(sent);
      onParallel(() -> sent.set(queue.send(items.get(2), PATIENCE).toFuture()));
      waitFor(sent);
      assertThat(queue.take()).isEqualTo(items.get(1));
    }
  }

  private void waitForRoom() throws Exception {
    try (SharedQueue<Line> queue = filled(1, items)) {
      AtomicReference<CompletableFuture<Void>> sent = new AtomicReference<>();
      onParallel(
          () -> {
            queue.send(items.get(7)).subscribe().dispose();
            queue.send(items.get(8), Duration.ZERO).onErrorComplete().subscribe();
            queue.send(items.get(9), Duration.ofMillis(1)).onErrorComplete().subscribe();
            sent.set(queue.send(items.get(1)).toFuture());
          });
      Disposable receiving = queue.receive().subscribe(item -> {}, failure -> {});
      waitFor(sent);
      receiving.dispose();
    }
  }

  /** So that a sender meets a receiver at the queue's other end, and lets him get ahead. */
  private void sendAllInFlow() throws Exception {
    try (SharedQueue<Line> queue = create(FLOW)) {
      AtomicReference<CompletableFuture<Void>> sent = new AtomicReference<>();
      CompletableFuture<Void> received = new CompletableFuture<>();
      onParallel(
          () -> {
            queue
                .receive()
                .take(8 * FLOW)
                .then()
                .subscribe(null, null, () -> received.complete(null));
            sent.set(queue.sendAll(Flux.range(0, 8 * FLOW).map(i -> items.get(i % 2))).toFuture());
          });
      waitFor(sent);
      received.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void sendAll() throws Exception {
    try (SharedQueue<Line> queue = create(4)) {
      AtomicReference<CompletableFuture<Void>> sent = new AtomicReference<>();
      onParallel(() -> sent.set(queue.sendAll(Flux.range(0, 40).map(items::get)).toFuture()));
      for (int i = 0; i < 40; i++) {
        assertThat(queue.take()).isEqualTo(items.get(i));
      }
      waitFor(sent);
    }
  }

  private void cancelSendAll() throws Exception {
    try (SharedQueue<Line> queue = create(4)) {
      onParallel(() -> queue.sendAll(Flux.range(0, 9).map(items::get)).subscribe().dispose());
    }
  }

  private void subscribe() throws Exception {
    try (SharedQueue<Line> queue = create(4)) {
      onParallel(() -> Flux.range(0, 2).map(items::get).subscribe(queue.subscriber()));
      await().atMost(PATIENCE).until(() -> queue.size() == 2);
    }
  }
}
