package io.sluice.queue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** Every way of receiving an item for good. */
enum ReceiveWay {
  RECEIVE,
  RECEIVE_MANUAL_ACK,
  PROCESS,
  AS_FLUX,
  RECEIVE_ONE,
  RECEIVE_ONE_IN_TIME,
  TAKE,
  POLL,
  POLL_IN_TIME;

  /**
   * Receives and settles one item, or throws what there is instead; null if there is none. What
   * comes after it stays where it is.
   */
  <T> @Nullable T next(SharedQueue<T> queue) throws InterruptedException {
    return switch (this) {
      case RECEIVE -> queue.receive().take(1).blockLast(Depth.PATIENCE);
      case RECEIVE_MANUAL_ACK ->
          queue
              .receiveManualAck()
              .doOnNext(Delivery::ack)
              .map(Delivery::value)
              .take(1)
              .blockLast(Depth.PATIENCE);
      case PROCESS -> process(queue);
      case AS_FLUX -> queue.sink().asFlux().take(1).blockLast(Depth.PATIENCE);
      case RECEIVE_ONE -> queue.receiveOne().block(Depth.PATIENCE);
      case RECEIVE_ONE_IN_TIME -> queue.receiveOne(Depth.PATIENCE).block(Depth.PATIENCE);
      case TAKE -> queue.take();
      case POLL -> queue.poll();
      case POLL_IN_TIME -> queue.poll(Depth.PATIENCE);
    };
  }

  /** The item is acknowledged by the time its success is told; its successor goes back. */
  private static <T> @Nullable T process(SharedQueue<T> queue) {
    CompletableFuture<T> first = new CompletableFuture<>();
    AtomicInteger handled = new AtomicInteger();
    Disposable processing =
        queue
            .process(
                item ->
                    handled.getAndIncrement() > 0
                        ? Mono.never()
                        : Mono.create(
                            handling -> {
                              handling.success();
                              first.complete(item);
                            }),
                1)
            .subscribe(result -> {}, first::completeExceptionally, () -> first.complete(null));
    try {
      return Mono.fromFuture(first).block(Depth.PATIENCE);
    } finally {
      processing.dispose();
    }
  }
}
