package io.sluice.queue;

import java.util.function.BiFunction;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/** Each subscription is one more consumer. */
final class ReceiveFlux<O> extends Flux<O> {
  private final ReceiveOptions options;
  private final BiFunction<CoreSubscriber<? super O>, ReceiveOptions, ReceiveSubscription<?, O>>
      subscriptions;

  ReceiveFlux(
      ReceiveOptions options,
      BiFunction<CoreSubscriber<? super O>, ReceiveOptions, ReceiveSubscription<?, O>>
          subscriptions) {
    this.options = options;
    this.subscriptions = subscriptions;
  }

  @Override
  public void subscribe(CoreSubscriber<? super O> actual) {
    Receiver.start(actual, () -> subscriptions.apply(actual, options));
  }
}
