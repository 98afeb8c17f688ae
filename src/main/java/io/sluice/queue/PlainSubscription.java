package io.sluice.queue;

import reactor.core.CoreSubscriber;

/** Hands items over for good: each is settled just before. */
class PlainSubscription<T> extends ReceiveSubscription<T, T> {
  PlainSubscription(
      Receiving<T> receiving, CoreSubscriber<? super T> actual, ReceiveOptions options) {
    super(receiving, actual, options);
  }

  @Override
  final int allowance() {
    return options.maxInFlight();
  }

  @Override
  final boolean settlesFirst() {
    return true;
  }

  @Override
  final T output(int item, T decoded) {
    return decoded;
  }

  @Override
  final void giveBackHandedOver() {
    // Whoever has them keeps them.
  }
}
