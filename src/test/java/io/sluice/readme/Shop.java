package io.sluice.readme;

import io.sluice.queue.SharedQueue;
import java.net.URI;
import reactor.core.publisher.Mono;

/** The child JVM of the README's first example. */
final class Shop {
  private Shop() {}

  public static void main(String[] args) {
    // snippet: child
    try (SharedQueue<Order> orders = SharedQueue.open(URI.create(args[0]), Order.CODEC)) {
      orders.process(Shop::ship, 4).blockLast(); // acknowledged once shipped
    }
    // end
  }

  static Mono<Long> ship(Order order) {
    return Mono.fromRunnable(() -> System.out.println("shipped " + order.item()))
        .thenReturn(order.id());
  }
}
