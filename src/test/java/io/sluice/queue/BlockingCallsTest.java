package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.QueueClosedException;
import io.sluice.RemoteFailureException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The calls of java.util.concurrent's words. */
class BlockingCallsTest {
  private static final Duration SHORT = Duration.ofMillis(80);

  @RegisterExtension final Handles handles = new Handles();

  @Test
  void offerAndPollNeverWait() {
    SharedQueue<Integer> queue = handles.create(2);
    assertThat(queue.poll()).isNull();
    assertThat(queue.offer(0)).isTrue();
    assertThat(queue.offer(1)).isTrue();
    assertThat(queue.offer(2)).isFalse();
    assertThat(queue.isFull()).isTrue();
    assertThat(queue.poll()).isZero();
    assertThat(queue.poll()).isEqualTo(1);
    assertThat(queue.poll()).isNull();
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void takeWaitsForAnItemAndPutForRoom() throws Exception {
    SharedQueue<Integer> queue = handles.create(1);
    Background<Integer> taker = Background.call(queue::take).awaitBlocked();
    queue.put(7);
    assertThat(taker.result()).isEqualTo(7);
    queue.put(8);
    Background<Void> putter = Background.run(() -> queue.put(9)).awaitBlocked();
    Depth.stays(queue, 1, 0);
    assertThat(queue.take()).isEqualTo(8);
    putter.result();
    assertThat(queue.take()).isEqualTo(9);
  }

  @Test
  void timedCallsWaitAndGiveUp() throws Exception {
    SharedQueue<Integer> queue = handles.create(1);
    long start = System.nanoTime();
    assertThat(queue.poll(SHORT)).isNull();
    assertThat(queue.offer(1, SHORT)).isTrue();
    assertThat(queue.offer(2, SHORT)).isFalse();
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(2 * SHORT.toNanos());
    assertThat(queue.poll(SHORT)).isEqualTo(1);
    assertThat(queue.poll(Duration.ZERO)).isNull();
    assertThat(queue.poll(SHORT.negated())).isNull();
    assertThat(queue.offer(3, Duration.ZERO)).isTrue();
    assertThat(queue.offer(4, SHORT.negated())).isFalse();
    Depth.is(queue, 1, 0);
  }

  @Test
  void timedCallsAreWokenInTime() throws Exception {
    SharedQueue<Integer> queue = handles.create(1);
    Duration forEver = Duration.ofSeconds(Long.MAX_VALUE);
    Background<Integer> poller = Background.call(() -> queue.poll(forEver)).awaitBlocked();
    queue.offer(7);
    assertThat(poller.result()).isEqualTo(7);
    queue.offer(8);
    Background<Boolean> offerer = Background.call(() -> queue.offer(9, forEver)).awaitBlocked();
    queue.poll();
    assertThat(offerer.result()).isTrue();
  }

  @Test
  void waitingIsRefusedWhereNobodyMayBlock() {
    SharedQueue<Integer> queue = handles.filled(1, 1);
    for (Scheduler scheduler : List.of(Schedulers.parallel(), Schedulers.single())) {
      assertRefused(scheduler, () -> queue.put(1));
      assertRefused(scheduler, () -> queue.offer(1, SHORT));
      assertRefused(scheduler, queue::take);
      assertRefused(scheduler, () -> queue.poll(SHORT));
      Depth.is(queue, 1, 0);
      assertThat(on(scheduler, () -> queue.offer(1))).isEqualTo(false);
      assertThat(on(scheduler, queue::poll)).isEqualTo(0);
      assertThat(on(scheduler, () -> queue.offer(0))).isEqualTo(true);
    }
  }

  private static void assertRefused(Scheduler scheduler, Background.Interruptible call) {
    assertThatThrownBy(
            () ->
                on(
                    scheduler,
                    () -> {
                      call.run();
                      return true;
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("may block");
  }

  private static Object on(Scheduler scheduler, java.util.concurrent.Callable<Object> call) {
    return Mono.fromCallable(call).subscribeOn(scheduler).block(Depth.PATIENCE);
  }

  @Test
  void anInterruptedTakeLosesNothing() throws Exception {
    SharedQueue<Integer> queue = handles.create(1);
    Background<Integer> taker = Background.call(queue::take).awaitBlocked();
    Background<Integer> poller = Background.call(() -> queue.poll(Depth.PATIENCE)).awaitBlocked();
    taker.thread().interrupt();
    poller.thread().interrupt();
    assertThat(taker.failure()).isInstanceOf(InterruptedException.class);
    assertThat(poller.failure()).isInstanceOf(InterruptedException.class);
    queue.put(1);
    Depth.stays(queue, 1, 0);
  }

  @Test
  void anInterruptedPutAcceptsNothing() throws Exception {
    SharedQueue<Integer> queue = handles.filled(1, 1);
    Background<Void> putter = Background.run(() -> queue.put(1)).awaitBlocked();
    Background<Boolean> offerer =
        Background.call(() -> queue.offer(2, Depth.PATIENCE)).awaitBlocked();
    putter.thread().interrupt();
    offerer.thread().interrupt();
    assertThat(putter.failure()).isInstanceOf(InterruptedException.class);
    assertThat(offerer.failure()).isInstanceOf(InterruptedException.class);
    assertThat(queue.take()).isZero();
    Depth.stays(queue, 0, 0);
    Handles.assertAllRoomIsThere(queue);
  }

  /** Interrupts and items meet: each item comes out once, whoever was interrupted. */
  @Test
  void noItemIsLostToInterrupts() throws Exception {
    SharedQueue<Integer> queue = handles.create(8);
    List<Integer> received = new CopyOnWriteArrayList<>();
    List<Background<Void>> takers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      takers.add(
          Background.run(
              () -> {
                while (received.size() < 2_000) {
                  try {
                    Integer item = queue.poll(Duration.ofMillis(100));
                    if (item != null) {
                      received.add(item);
                    }
                  } catch (InterruptedException e) {
                    Thread.onSpinWait();
                  }
                }
              }));
    }
    for (int item = 0; item < 2_000; item++) {
      queue.put(item);
      takers.get(item % 4).thread().interrupt();
    }
    for (Background<Void> taker : takers) {
      taker.result();
    }
    assertThat(received)
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 2_000).boxed().toList());
    Handles.assertAllRoomIsThere(queue);
  }

  @Test
  void closingEndsEveryWait() throws Exception {
    SharedQueue<Integer> full = handles.filled(1, 1);
    SharedQueue<Integer> empty = handles.create(1);
    List<Background<?>> waits =
        List.of(
            Background.run(() -> full.put(1)),
            Background.call(() -> full.offer(1, Depth.PATIENCE)),
            Background.call(empty::take),
            Background.call(() -> empty.poll(Depth.PATIENCE)));
    waits.forEach(Background::awaitBlocked);
    full.close();
    empty.close();
    for (Background<?> wait : waits) {
      assertThat(wait.failure()).isInstanceOf(QueueClosedException.class);
    }
  }

  @Test
  void completionEndsEveryWait() throws Exception {
    SharedQueue<Integer> full = handles.filled(1, 1);
    SharedQueue<Integer> empty = handles.create(1);
    List<Background<?>> waits =
        List.of(
            Background.run(() -> full.put(1)),
            Background.call(empty::take),
            Background.call(() -> empty.poll(Depth.PATIENCE)));
    waits.forEach(Background::awaitBlocked);
    handles.another(full).complete();
    handles.another(empty).fail(new IllegalStateException("why"));
    assertThat(waits.get(0).failure()).isInstanceOf(QueueClosedException.class).hasNoCause();
    for (Background<?> wait : waits.subList(1, 3)) {
      assertThat(wait.failure())
          .isInstanceOf(QueueClosedException.class)
          .hasCauseInstanceOf(RemoteFailureException.class);
    }
    assertThat(full.take()).isZero();
    assertThatThrownBy(full::take).isInstanceOf(QueueClosedException.class);
  }

  @Test
  void manyThreadsMoveEveryItemOnce() throws Exception {
    SharedQueue<Integer> queue = handles.create(3);
    List<Background<Void>> producers = new ArrayList<>();
    List<Background<List<Integer>>> consumers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int from = i * 500;
      producers.add(
          Background.run(
              () -> {
                for (int item = from; item < from + 500; item++) {
                  queue.put(item);
                }
              }));
      consumers.add(
          Background.call(
              () -> {
                List<Integer> items = new ArrayList<>();
                while (items.size() < 500) {
                  items.add(queue.take());
                }
                return items;
              }));
    }
    List<Integer> received = new ArrayList<>();
    for (Background<List<Integer>> consumer : consumers) {
      List<Integer> items = consumer.result();
      received.addAll(items);
      for (int from = 0; from < 4_000; from += 500) {
        int first = from;
        assertThat(items.stream().filter(item -> item / 500 == first / 500)).isSorted();
      }
    }
    for (Background<Void> producer : producers) {
      producer.result();
    }
    assertThat(received)
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 4_000).boxed().toList());
    Handles.assertAllRoomIsThere(queue);
  }

  @Test
  void nullIsTheCallersMistake() {
    SharedQueue<Integer> queue = handles.create(1);
    assertThatThrownBy(() -> queue.put(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> queue.offer(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> queue.offer(null, SHORT)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> queue.offer(1, null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> queue.poll(null)).isInstanceOf(NullPointerException.class);
    Depth.is(queue, 0, 0);
  }
}
