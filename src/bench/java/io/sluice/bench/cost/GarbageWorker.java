package io.sluice.bench.cost;

import io.sluice.bench.Order;
import io.sluice.bench.Parent;
import io.sluice.bench.Protocol;
import io.sluice.codec.Codec;
import io.sluice.queue.Delivery;
import io.sluice.queue.SharedQueue;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Flux;

/**
 * The child JVMs of {@link Garbage}: {@code <peer> consume <workspace>} and {@code <peer> produce
 * <endpoint>}.
 */
public final class GarbageWorker {
  static final String CONSUME = "consume";
  static final String PRODUCE = "produce";

  static final String DECODING = "decoding-alone";
  static final String RECEIVING = "sluice";
  static final String TAKING = "sluice-blocking";
  static final String ACKING = "sluice-ack";
  static final List<String> PEERS = List.of(DECODING, RECEIVING, TAKING, ACKING);

  private static final int MAX_SIZE = 1024;
  private static final int ITEM_BYTES = 64;

  private GarbageWorker() {}

  public static void main(String[] args) {
    Workers.run(
        () -> {
          if (args[1].equals(CONSUME)) {
            consume(args[0], Path.of(args[2]));
          } else {
            produce(URI.create(args[2]));
          }
        });
  }

  private static void consume(String peer, Path workspace) throws Exception {
    Parent parent = Parent.awaited(workspace);
    SharedQueue<Order> queue =
        SharedQueue.builder(Codec.kryo(Order.class))
            .directory(workspace)
            .name("queue")
            .maxSize(MAX_SIZE)
            .create();
    AtomicLong received = new AtomicLong();
    Thread consuming = new Thread(() -> Workers.run(() -> consume(peer, queue, received)));
    consuming.start();
    parent.say(Protocol.READY, queue.address());
    while (true) {
      parent.await(Protocol.MARK);
      parent.say(Protocol.MARKED, received.get(), Allocation.allocatedBytes());
    }
  }

  private static void consume(String peer, SharedQueue<Order> queue, AtomicLong received)
      throws Exception {
    switch (peer) {
      case DECODING -> decode(received);
      case RECEIVING -> queue.receive().subscribe(order -> count(order, received));
      case ACKING ->
          queue
              .receiveManualAck()
              .doOnNext(delivery -> count(delivery.value(), received))
              .subscribe(Delivery::ack);
      case TAKING -> {
        while (true) {
          count(queue.take(), received);
        }
      }
      default -> throw new IllegalArgumentException(peer);
    }
    Parent.awaitEnd();
  }

  private static void decode(AtomicLong received) {
    Codec<Order> codec = Codec.kryo(Order.class);
    ByteBuffer bytes = ByteBuffer.allocate(ITEM_BYTES);
    codec.encode(Order.of(0), bytes);
    bytes.flip();
    while (true) {
      count(codec.decode(bytes.rewind()), received);
    }
  }

  private static void count(Order order, AtomicLong received) {
    if (order.quantity > 0) {
      received.setOpaque(received.getOpaque() + 1);
    }
  }

  private static void produce(URI endpoint) {
    Parent parent = Parent.awaited(null);
    SharedQueue<Order> queue = SharedQueue.open(endpoint, Codec.kryo(Order.class));
    parent.say(Protocol.READY);
    Flux<Order> orders =
        Flux.generate(
            () -> 0L,
            (id, sink) -> {
              sink.next(Order.of(id));
              return id + 1;
            });
    queue.sendAll(orders).block();
  }
}
