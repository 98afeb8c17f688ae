package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.awaitility.Awaitility;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.publisher.TestPublisher;

/** Every way of sending an item. */
enum SendWay {
  PUT,
  OFFER,
  OFFER_IN_TIME,
  SEND,
  SEND_IN_TIME,
  SEND_ALL,
  SUBSCRIBER,
  TRY_EMIT_NEXT,
  EMIT_NEXT;

  /**
   * Sends one item, or throws what is said instead.
   *
   * @param before done at the last moment: after the item was requested, where that is the way
   * @param dropped where Reactor drops what nobody else is told
   */
  <T> void send(SharedQueue<T> queue, T item, Runnable before, Dropped dropped) throws Exception {
    switch (this) {
      case SEND_ALL -> sendAll(queue, item, before);
      case SUBSCRIBER -> subscribe(queue, item, before, dropped);
      default -> {
        before.run();
        call(queue, item);
      }
    }
  }

  private <T> void call(SharedQueue<T> queue, T item) throws Exception {
    switch (this) {
      case PUT -> queue.put(item);
      case OFFER -> assertThat(queue.offer(item)).isTrue();
      case OFFER_IN_TIME -> assertThat(queue.offer(item, Depth.PATIENCE)).isTrue();
      case SEND -> signalled(item, queue::send);
      case SEND_IN_TIME -> signalled(item, sent -> queue.send(sent, Depth.PATIENCE));
      case TRY_EMIT_NEXT ->
          assertThat(queue.sink().tryEmitNext(item)).isEqualTo(Sinks.EmitResult.OK);
      case EMIT_NEXT -> queue.sink().emitNext(item, Sinks.EmitFailureHandler.FAIL_FAST);
      default -> throw new AssertionError(this);
    }
  }

  /** Only a missing item is the caller's mistake: the rest is signalled, never thrown. */
  private static <T> void signalled(T item, Function<T, Mono<Void>> way) throws Exception {
    if (item == null) {
      throw new AssertionError("not refused: " + way.apply(item));
    }
    CompletableFuture<Void> end;
    try {
      end = way.apply(item).toFuture();
    } catch (RuntimeException e) {
      throw new AssertionError("thrown, not signalled", e);
    }
    await(end);
  }

  private static void await(CompletableFuture<Void> end) throws Exception {
    try {
      end.get(Depth.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw (Exception) e.getCause();
    }
  }

  /** What ends the sending cancels its publisher, and the item goes where items are discarded. */
  private static <T> void sendAll(SharedQueue<T> queue, T item, Runnable before) throws Exception {
    Upstream<T> upstream = new Upstream<>();
    List<Object> discarded = new CopyOnWriteArrayList<>();
    CompletableFuture<Void> end =
        queue.sendAll(upstream.publisher).doOnDiscard(Object.class, discarded::add).toFuture();
    upstream.send(item, before);
    try {
      await(end);
    } finally {
      boolean refused = end.isCompletedExceptionally();
      assertThat(upstream.isCancelled()).isEqualTo(refused);
      assertThat(discarded).isEqualTo(refused ? List.of(item) : List.of());
    }
  }

  private static <T> void subscribe(SharedQueue<T> queue, T item, Runnable before, Dropped dropped)
      throws Exception {
    Upstream<T> upstream = new Upstream<>();
    upstream.publisher.subscribe(queue.subscriber());
    upstream.send(item, before);
    List<Throwable> errors = dropped.errors();
    assertThat(upstream.isCancelled()).isEqualTo(!errors.isEmpty());
    if (!errors.isEmpty()) {
      assertThat(errors).hasSize(1);
      throw (Exception) errors.remove(0);
    }
  }

  /** Sends one item that was requested, null perhaps. */
  private static final class Upstream<T> {
    private final TestPublisher<T> publisher =
        TestPublisher.createNoncompliant(TestPublisher.Violation.ALLOW_NULL);

    void send(T item, Runnable before) {
      Awaitility.await()
          .atMost(Depth.PATIENCE)
          .pollInterval(Duration.ofMillis(1))
          .untilAsserted(() -> publisher.assertMinRequested(1));
      before.run();
      publisher.next(item);
      if (!isCancelled()) {
        publisher.complete();
      }
    }

    boolean isCancelled() {
      return publisher.wasCancelled();
    }
  }
}
