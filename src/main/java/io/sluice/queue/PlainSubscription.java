package io.sluice.queue;

import java.util.function.BooleanSupplier;
import reactor.core.CoreSubscriber;

/** Hands items over for good: each is settled just before. */
final class PlainSubscription<T> extends ReceiveSubscription<T, T> {
  private final BooleanSupplier mayHandOver;

  /** {@code mayHandOver} is asked before each item is settled. */
  PlainSubscription(
      Receiving<T> receiving,
      CoreSubscriber<? super T> actual,
      ReceiveOptions options,
      BooleanSupplier mayHandOver) {
    super(receiving, actual, options);
    this.mayHandOver = mayHandOver;
  }

  @Override
  boolean mayHandOver() {
    return mayHandOver.getAsBoolean();
  }

  @Override
  int allowance() {
    return options.maxInFlight();
  }

  @Override
  boolean settlesFirst() {
    return true;
  }

  @Override
  T output(int item, T decoded) {
    return decoded;
  }

  @Override
  void giveBackHandedOver() {
    // Whoever has them keeps them.
  }
}
