package io.sluice.queue;

import static io.sluice.queue.EngineQueues.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.QueueClosedException;
import io.sluice.ring.Engine;
import io.sluice.ring.ForwardingEngine;
import io.sluice.ring.Signal;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.publisher.TestPublisher;

/** What becomes of a wake whose receiver does not try any more, and of a send in that moment. */
class WakeUseTest {
  private final AtomicInteger passedOn = new AtomicInteger();
  private final AtomicReference<Runnable> onPassOn = new AtomicReference<>(() -> {});
  private final EngineQueues queues = new EngineQueues(Listening::new);
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

  /** Does nothing until it is told to. */
  private final Scheduler slow = Schedulers.fromExecutor(tasks::add);

  private final class Listening extends ForwardingEngine {
    Listening(Engine engine) {
      super(engine);
    }

    @Override
    public void passOn(Signal signal) {
      passedOn.incrementAndGet();
      onPassOn.getAndSet(() -> {}).run();
      engine.passOn(signal);
    }
  }

  @AfterEach
  void closeQueues() {
    queues.close();
  }

  private void runTasks() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  @Test
  void aCancelledReceiverPassesItsWakeOn() {
    SharedQueue<String> queue = queues.create(1);
    Disposable first = queue.receive(ReceiveOptions.defaults().withScheduler(slow)).subscribe();
    runTasks();
    assertThat(queue.offer("a")).isTrue();
    await().atMost(PATIENCE).until(() -> !tasks.isEmpty());
    first.dispose();
    int before = passedOn.get();
    runTasks();
    assertThat(passedOn).hasValueGreaterThan(before);
    assertThat(queue.poll()).isEqualTo("a");
  }

  @Test
  void aSendAllThatHasNothingYetPassesItsWakeOn() {
    SharedQueue<String> queue = queues.create(1);
    assertThat(queue.offer("a")).isTrue();
    TestPublisher<String> source = TestPublisher.create();
    Disposable sending = queue.sendAll(source).subscribe();
    assertThat(queue.poll()).isEqualTo("a");
    await().atMost(PATIENCE).untilAsserted(() -> source.assertMinRequested(1));
    assertThat(passedOn).as("before its upstream has anything").hasPositiveValue();
    sending.dispose();
  }

  /** The list of waiting sends ends its stay in the handle, and in this moment begins another. */
  @Test
  void aSendThatComesWhileTheLastOneLeavesEndsWithItsHandle() {
    SharedQueue<String> queue = queues.create(1);
    SharedQueue<String> other = queues.another(queue);
    assertThat(queue.offer("a")).isTrue();
    AtomicReference<CompletableFuture<Void>> second = new AtomicReference<>();
    onPassOn.set(() -> second.set(queue.send("c").toFuture()));
    assertThat(queue.send("b").toFuture()).isNotDone();
    assertThat(other.poll()).isEqualTo("a");
    await().atMost(PATIENCE).until(() -> second.get() != null);
    queue.close();
    assertThat(second.get())
        .failsWithin(PATIENCE)
        .withThrowableThat()
        .withCauseInstanceOf(QueueClosedException.class);
    assertThat(EngineQueues.drain(other)).containsExactly("b");
  }
}
