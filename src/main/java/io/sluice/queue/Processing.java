package io.sluice.queue;

import java.util.Objects;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** Hands deliveries to a function, and settles them by what becomes of its publishers. */
final class Processing<T, R> {
  private final Receiving<T> receiving;
  private final Function<? super T, ? extends Publisher<? extends R>> handler;

  Processing(
      Receiving<T> receiving, Function<? super T, ? extends Publisher<? extends R>> handler) {
    this.receiving = receiving;
    this.handler = handler;
  }

  Flux<R> of(Flux<Delivery<T>> deliveries, int concurrency) {
    return deliveries.flatMap(this::handle, concurrency, 1);
  }

  /** The buffer requests without limit, so the acknowledgement does not wait for demand. */
  private Flux<R> handle(Delivery<T> delivery) {
    return Flux.<R>defer(() -> begin(delivery.value()))
        .doOnComplete(delivery::ack)
        .onErrorResume(failure -> failed(delivery, failure))
        .onBackpressureBuffer();
  }

  /**
   * Whatever the handler throws is its item's failure: were what Reactor calls fatal thrown on, a
   * class that one item lacks would end the processing of all.
   */
  private Flux<R> begin(T item) {
    try {
      return Flux.from(Objects.requireNonNull(handler.apply(item), "the handler returned null"));
    } catch (Throwable e) {
      return Flux.error(e);
    }
  }

  private Flux<R> failed(Delivery<T> delivery, Throwable failure) {
    if (!receiving.isExhausted(delivery.attempt())) {
      delivery.nack(Backoff.after(delivery.attempt()));
      return Flux.empty();
    }
    delivery.reject();
    return receiving.deadLetters.exist() ? Flux.empty() : Flux.error(failure);
  }
}
