package io.sluice.examples.pythondemo;

import java.util.concurrent.atomic.AtomicInteger;

/** The main class of a producer's JVM. */
final class Producer {
  private Producer() {}

  /** Takes the three addresses and this producer's number. */
  public static void main(String[] args) throws InterruptedException {
    int producer = Integer.parseInt(args[3]);
    AtomicInteger produced = new AtomicInteger();
    Role.play(
        "producer " + producer,
        args,
        queue -> {
          Item item = new Item(producer, produced.incrementAndGet());
          queue.put(item);
          return "put " + item;
        });
  }
}
