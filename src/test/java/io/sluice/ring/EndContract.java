package io.sluice.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.QueueClosedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The end of the stream, the end of a handle, and many at work at once. */
interface EndContract extends EngineHandles {
  @Test
  default void completionEndsTheStreamForEveryHandle() {
    EngineHandle queue = create(2);
    EngineHandle other = another(queue);
    assertThat(other.engine.isClosed()).isFalse();
    assertThat(queue.engine.complete()).isTrue();
    assertThat(queue.engine.complete()).isFalse();
    assertThat(other.engine.complete()).isFalse();
    assertThat(other.engine.isClosed()).isTrue();
    assertThat(other.engine.failure()).isNull();
    assertThat(other.put("a")).isEqualTo(Engine.CLOSED);
    assertThat(other.taking(1).take(1)).isEqualTo(Engine.CLOSED);
  }

  @Test
  default void aFullQueueThatHasEndedIsClosedForSenders() {
    EngineHandle queue = create(1);
    queue.putAll("a");
    PutRun run = EngineHandle.run("b");
    assertThat(queue.put(run)).isEqualTo(Engine.NONE);
    queue.engine.complete();
    assertThat(queue.put(run)).isEqualTo(Engine.CLOSED);
    assertThat(run.count()).as("not accepted").isEqualTo(1);
    assertThat(queue.receiveAll()).containsExactly("a");
  }

  @Test
  default void theStreamIsDrainedAfterItsEnd() {
    EngineHandle queue = create(3);
    queue.putAll("a", "b", "c");
    queue.engine.complete();
    EngineHandle.Taking taking = queue.taking(2);
    assertThat(taking.take(2)).isEqualTo(2);
    assertThat(taking.items()).containsExactly("a", "b");
    EngineHandle.Taking second = another(queue).taking(2);
    assertThat(second.take(2)).isEqualTo(1);
    assertThat(second.items()).containsExactly("c");
    assertThat(second.settle(0)).isEqualTo(1);
    second.run.finish();

    assertThat(second.take(1)).as("items may come back").isEqualTo(Engine.DRAINING);
    Woken woken = queue.await(Signal.SETTLED);
    taking.run.giveBack(1, true);
    assertThat(taking.settle(0)).isEqualTo(1);
    taking.run.finish();
    woken.expectWake();
    assertThat(second.take(1)).isEqualTo(1);
    assertThat(second.items()).containsExactly("b");
    assertThat(second.run.earlierDeliveries(0)).isEqualTo(1);

    assertThat(taking.take(1)).isEqualTo(Engine.DRAINING);
    woken = queue.await(Signal.SETTLED);
    assertThat(second.settle(0)).isEqualTo(1);
    second.run.finish();
    woken.expectWake();
    assertThat(taking.take(1)).isEqualTo(Engine.CLOSED);
    assertThat(queue.engine.isSettled()).isTrue();
  }

  @Test
  default void theCauseOfAFailureIsForEveryHandle() {
    EngineHandle queue = create(1);
    EngineHandle other = another(queue);
    FailureCause cause = FailureCause.of(new IllegalStateException("because"));
    assertThat(queue.engine.fail(cause)).isTrue();
    assertThat(other.engine.fail(FailureCause.of(new RuntimeException("late")))).isFalse();
    assertThat(other.engine.complete()).isFalse();
    assertThat(other.engine.isClosed()).isTrue();
    FailureCause found = other.engine.failure();
    assertThat(found.className()).isEqualTo(IllegalStateException.class.getName());
    assertThat(found.message()).isEqualTo("because");
    assertThat(cause.stackTrace()).startsWith(found.stackTrace());
    assertThat(found.stackTrace()).contains("theCauseOfAFailureIsForEveryHandle");
    assertThat(other.put("a")).isEqualTo(Engine.CLOSED);
  }

  @Test
  default void aCompletedStreamCannotFail() {
    EngineHandle queue = create(1);
    assertThat(queue.engine.complete()).isTrue();
    assertThat(queue.engine.fail(FailureCause.of(new RuntimeException("late")))).isFalse();
    assertThat(queue.engine.failure()).isNull();
  }

  @Test
  default void aHandlesEndIsItsOwn() {
    EngineHandle queue = create(2);
    EngineHandle other = another(queue);
    EngineHandle third = another(queue);
    other.putAll("a");
    other.close();
    other.close();
    assertThat(queue.engine.isClosed()).isFalse();
    queue.putAll("b");
    assertThat(third.receiveAll()).containsExactly("a", "b");
  }

  @Test
  default void withoutHandleNothingIsPutOrTaken() {
    EngineHandle queue = create(2);
    queue.putAll("a");
    EngineHandle.Taking taking = queue.taking(1);
    queue.close();
    assertThatThrownBy(() -> queue.put("b")).isInstanceOf(QueueClosedException.class);
    assertThatThrownBy(() -> taking.take(1)).isInstanceOf(QueueClosedException.class);
    assertThatThrownBy(queue.engine::size).isInstanceOf(QueueClosedException.class);
    assertThatThrownBy(queue.engine::complete).isInstanceOf(QueueClosedException.class);
  }

  /** The bound is exact whoever races: with nobody taking, as many are accepted as it allows. */
  @Test
  default void racingPutsStopAtTheBound() throws Exception {
    EngineHandle queue = create(10);
    AtomicInteger accepted = new AtomicInteger();
    race(
        8,
        racer -> {
          EngineHandle handle = racer % 2 == 0 ? queue : another(queue);
          for (int i = 0; i < 20; i++) {
            accepted.addAndGet(Math.max(0, handle.put(racer + "-" + i)));
            assertThat(queue.engine.size()).isLessThanOrEqualTo(10);
          }
        });
    assertThat(accepted).hasValue(10);
    assertThat(queue.receiveAll()).hasSize(10).doesNotHaveDuplicates();
  }

  /** Each item to one taker, and each producer's in their order, while handles come and go. */
  @Test
  default void manyPutAndTakeAtOnceWhileOthersClose() throws Exception {
    int producers = 3;
    int takers = 3;
    int each = 400;
    EngineHandle queue = create(7);
    Queue<String> all = new ConcurrentLinkedQueue<>();
    CountDownLatch producing = new CountDownLatch(producers);
    race(
        producers + takers + 1,
        racer -> {
          if (racer < producers) {
            produce(another(queue), racer, each);
            producing.countDown();
          } else if (racer < producers + takers) {
            all.addAll(drain(another(queue), producers));
          } else {
            while (!producing.await(1, TimeUnit.MILLISECONDS)) {
              EngineHandle passing = another(queue);
              passing.engine.size();
              passing.close();
            }
            queue.engine.complete();
          }
        });
    assertThat(all).hasSize(producers * each).doesNotHaveDuplicates();
    assertThat(queue.engine.isSettled()).isTrue();
  }

  private static void produce(EngineHandle handle, int producer, int count)
      throws InterruptedException {
    PutRun run = new PutRun();
    for (int i = 0; i < count; i++) {
      run.add((producer + " " + i).getBytes(StandardCharsets.UTF_8));
      if (run.count() == 1 + i % 5 || i == count - 1) {
        while (run.count() > 0) {
          assertThat(handle.waiting(Signal.ROOM, () -> handle.put(run))).isPositive();
        }
      }
    }
    handle.close();
  }

  private static List<String> drain(EngineHandle handle, int producers)
      throws InterruptedException {
    List<String> taken = new ArrayList<>();
    int[] last = new int[producers];
    Arrays.fill(last, -1);
    EngineHandle.Taking taking = handle.taking(4);
    int result = handle.waiting(Signal.ITEMS, () -> taking.take(4));
    while (result != Engine.CLOSED) {
      for (int item = 0; item < result; item++) {
        String[] words = taking.item(item).split(" ", -1);
        int producer = Integer.parseInt(words[0]);
        int number = Integer.parseInt(words[1]);
        assertThat(number).isGreaterThan(last[producer]);
        last[producer] = number;
        taken.add(taking.item(item));
        assertThat(taking.settle(item)).isEqualTo(1);
      }
      taking.run.finish();
      result = handle.waiting(Signal.ITEMS, () -> taking.take(4));
    }
    return taken;
  }

  /** What one of many does. */
  interface Racer {
    void run(int number) throws Exception;
  }

  private static void race(int count, Racer racer) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int number = i;
        all.add(
            threads.submit(
                () -> {
                  racer.run(number);
                  return null;
                }));
      }
      for (Future<?> one : all) {
        one.get(90, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
