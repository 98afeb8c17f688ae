package io.sluice.queue;

import io.sluice.QueueClosedException;
import io.sluice.codec.Codec;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.TestEnvironment;
import reactor.core.publisher.Flux;

/**
 * The queues of one verification: made for its tests, closed after the last one. Closed earlier
 * they would end what a skipped test has left subscribed with an error, which the TCK takes for the
 * next test's.
 */
final class TckQueues implements AutoCloseable {
  static final int MAX_SIZE = 16;

  /** How long the TCK waits for what has to come. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration SILENCE = Duration.ofMillis(60);
  private static final Duration POLL = Duration.ofMillis(10);

  private final List<SharedQueue<Long>> open = new CopyOnWriteArrayList<>();

  static TestEnvironment environment() {
    return new TestEnvironment(PATIENCE.toMillis(), SILENCE.toMillis(), POLL.toMillis());
  }

  static Codec<Long> codec() {
    return Codec.kryo(Long.class);
  }

  SharedQueue<Long> create() {
    SharedQueue<Long> queue = SharedQueue.create(MAX_SIZE, codec());
    open.add(queue);
    return queue;
  }

  SharedQueue<Long> open(URI address) {
    SharedQueue<Long> queue = SharedQueue.open(address, codec());
    open.add(queue);
    return queue;
  }

  /** A queue without room. */
  SharedQueue<Long> full() {
    SharedQueue<Long> queue = create();
    for (long filler = -MAX_SIZE; filler < 0; filler++) {
      queue.offer(filler);
    }
    return queue;
  }

  /** Ends all streams, so that feeders elsewhere end too. */
  @Override
  public void close() {
    for (SharedQueue<Long> queue : open) {
      try (queue) {
        queue.complete();
      } catch (QueueClosedException e) {
        // The test has closed it.
      }
    }
  }

  /** 0, 1, 2, ...; without end if so many are wanted. */
  static Flux<Long> numbers(long count) {
    Flux<Long> all =
        Flux.generate(
            () -> 0L,
            (next, sink) -> {
              sink.next(next);
              return next + 1;
            });
    return count == Long.MAX_VALUE ? all : all.take(count);
  }

  /** Puts numbers as there is room, without holding a thread, and then ends the stream. */
  static void feed(SharedQueue<Long> queue, long count) {
    queue.sendAll(numbers(count)).subscribe(nothing -> {}, failure -> {}, queue::complete);
  }

  /** A publisher of a handle that is closed. */
  Publisher<Long> failed() {
    SharedQueue<Long> queue = create();
    queue.close();
    return queue.receive();
  }
}
