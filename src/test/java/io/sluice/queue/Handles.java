package io.sluice.queue;

import io.sluice.codec.Codec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The queue handles of one test, closed after it. */
final class Handles implements AfterEachCallback {
  static final Codec<Integer> INTEGERS = Codec.kryo(Integer.class);

  private final List<SharedQueue<?>> open = new ArrayList<>();

  /** An anonymous queue of integers. */
  SharedQueue<Integer> create(int maxSize) {
    return closeLater(SharedQueue.create(maxSize, INTEGERS));
  }

  /** An anonymous queue that holds 0, 1, … */
  SharedQueue<Integer> filled(int maxSize, int items) {
    return fill(create(maxSize), items);
  }

  /** Another handle on the same queue. */
  SharedQueue<Integer> another(SharedQueue<Integer> queue) {
    return closeLater(SharedQueue.open(queue.address(), INTEGERS));
  }

  <T> SharedQueue<T> closeLater(SharedQueue<T> queue) {
    open.add(queue);
    return queue;
  }

  static <Q extends SharedQueue<? super Integer>> Q fill(Q queue, int items) {
    IntStream.range(0, items)
        .forEach(
            item -> {
              if (!queue.offer(item)) {
                throw new AssertionError("no room for item " + item);
              }
            });
    return queue;
  }

  /** What is ready, taken. */
  static <T> List<T> drain(SharedQueue<T> queue) {
    List<T> items = new ArrayList<>();
    for (T item = queue.poll(); item != null; item = queue.poll()) {
      items.add(item);
    }
    return items;
  }

  /** What is ready and what comes back, taken, until nothing accepted is unsettled. */
  static <T> List<T> drainToTheLast(SharedQueue<T> queue) {
    List<T> items = new ArrayList<>();
    CompletableFuture<Void> settled = queue.join().toFuture();
    Awaitility.await()
        .atMost(Depth.PATIENCE)
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              items.addAll(drain(queue));
              return settled.isDone();
            });
    return items;
  }

  /** That the queue works, and has the room it had when it was created. */
  static void assertAllRoomIsThere(SharedQueue<? super Integer> queue) {
    Depth.becomes(queue, 0, 0);
    for (int round = 0; round < 2; round++) {
      if (round == 0) {
        fillAsRoomComes(queue);
      } else {
        fill(queue, queue.maxSize());
      }
      if (queue.offer(-1)) {
        throw new AssertionError("more than maxSize items accepted");
      }
      List<?> items = drain(queue);
      if (!items.equals(IntStream.range(0, queue.maxSize()).boxed().toList())) {
        throw new AssertionError("not the items that were put: " + items);
      }
    }
  }

  /** A large item's room is free a moment after it was settled, when its file is deleted. */
  private static void fillAsRoomComes(SharedQueue<? super Integer> queue) {
    for (int item = 0; item < queue.maxSize(); item++) {
      try {
        if (!queue.offer(item, Depth.PATIENCE)) {
          throw new AssertionError("no room for item " + item);
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    open.forEach(SharedQueue::close);
  }
}
