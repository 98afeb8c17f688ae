package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

/** A consumer that holds what it is given until the test settles it. */
final class Deliveries<T> extends BaseSubscriber<Delivery<T>> {
  private final long demand;
  private final BlockingQueue<Delivery<T>> arrived = new LinkedBlockingQueue<>();
  private final CompletableFuture<Throwable> failure = new CompletableFuture<>();

  private Deliveries(long demand) {
    this.demand = demand;
  }

  /** Requests without limit. */
  static <T> Deliveries<T> of(Flux<Delivery<T>> flux) {
    return of(flux, Long.MAX_VALUE);
  }

  static <T> Deliveries<T> of(Flux<Delivery<T>> flux, long demand) {
    Deliveries<T> deliveries = new Deliveries<>(demand);
    flux.subscribe(deliveries);
    return deliveries;
  }

  @Override
  protected void hookOnSubscribe(Subscription subscription) {
    subscription.request(demand);
  }

  @Override
  protected void hookOnNext(Delivery<T> delivery) {
    arrived.add(delivery);
  }

  @Override
  protected void hookOnError(Throwable thrown) {
    failure.complete(thrown);
  }

  /** What the subscription has failed with; waits for it. */
  Throwable failure() {
    assertThat(failure).succeedsWithin(Depth.PATIENCE);
    return failure.join();
  }

  /** Waits for the next one. */
  Delivery<T> next() {
    try {
      Delivery<T> delivery = arrived.poll(Depth.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      assertThat(delivery).as("a delivery").isNotNull();
      return delivery;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits for the next ones. */
  List<Delivery<T>> next(int count) {
    return Stream.generate(this::next).limit(count).toList();
  }

  /** Whether nothing has arrived that was not asked for. */
  boolean isEmpty() {
    return arrived.isEmpty();
  }

  static <T> List<T> values(List<Delivery<T>> deliveries) {
    return deliveries.stream().map(Delivery::value).toList();
  }

  static List<Integer> attempts(List<? extends Delivery<?>> deliveries) {
    return deliveries.stream().map(Delivery::attempt).toList();
  }
}
