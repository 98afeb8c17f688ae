package io.sluice.readme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.QueueClosedException;
import io.sluice.QueueFullException;
import io.sluice.RemoteFailureException;
import io.sluice.codec.Codec;
import io.sluice.codec.TypeRef;
import io.sluice.pipe.PipeEnd;
import io.sluice.pipe.SharedPipe;
import io.sluice.process.ChildJvm;
import io.sluice.queue.Delivery;
import io.sluice.queue.ReceiveOptions;
import io.sluice.queue.SharedQueue;
import io.sluice.sync.SharedLock;
import io.sluice.sync.SharedSemaphore;
import io.sluice.testing.TestJvm;
import io.sluice.worker.WorkerPool;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The README's code, which {@link ReadmeTest} compares with it, run. */
class ReadmeSnippetsTest {
  private static final Order TEA = new Order(1, "tea");

  private final List<Object> seen = new CopyOnWriteArrayList<>();

  private static Flux<Order> orders(long count) {
    return Flux.fromStream(() -> LongStream.range(0, count).mapToObj(id -> new Order(id, "tea")));
  }

  private static SharedQueue<Order> queue(int maxSize) {
    return SharedQueue.create(maxSize, Order.CODEC);
  }

  private Mono<Void> ship(Order order) {
    return Mono.fromRunnable(() -> seen.add(order.id()));
  }

  private void awaitSeen(int count) {
    await().atMost(TestJvm.PATIENCE).until(() -> seen.size() == count);
  }

  @Test
  void pool() {
    // snippet: pool
    try (WorkerPool pool =
        WorkerPool.builder()
            .size(4) // worker processes, each one task at a time
            .queueCapacity(64) // 68 calls are accepted, one more is PoolOverloadedException
            .taskTimeout(Duration.ofSeconds(30)) // then the worker is killed and replaced
            .jvmArgs("-Xmx64m")
            .build()) {
      Mono<String> thumbnail = pool.call(Thumbnails::make, "sunset.jpg"); // cold: nothing runs yet
      thumbnail.subscribe(seen::add);
      Flux.just("tea.jpg", "cake.jpg")
          .transform(pool.map(Thumbnails::make)) // waits where a call would be refused
          .doOnNext(seen::add)
          .blockLast();
      Flux<String> pages = pool.stream(Thumbnails::pages, "album.pdf"); // demand crosses the border
      seen.add(pages.take(2).collectList().block());
    }
    // end
    assertThat(seen)
        .contains("small tea.jpg", "small cake.jpg", List.of("album.pdf 1", "album.pdf 2"));
  }

  @Test
  void parentAndChild() {
    Flux<Order> incoming = orders(20);
    // snippet: parent
    try (SharedQueue<Order> orders = SharedQueue.create(1_000, Order.CODEC);
        ChildJvm shop = ChildJvm.builder(Shop.class).args(orders.address().toString()).start()) {
      shop.output().subscribe(System.out::println);
      orders.sendAll(incoming).block(); // reads no further ahead than there is room
      orders.complete();
      shop.onExit().block(); // ends when every order is shipped
    }
    // end
    try (SharedQueue<Order> orders = queue(10);
        TestJvm shop = TestJvm.start(Shop.class, orders.address().toString())) {
      orders.sendAll(incoming).block();
      orders.complete();
      assertThat(shop.awaitExit()).isZero();
      assertThat(shop.lines()).filteredOn("shipped tea"::equals).hasSize(20);
    }
  }

  @Test
  void send() {
    try (SharedQueue<Order> queue = queue(3)) {
      Order order = TEA;
      Flux<Order> incoming = Flux.just(TEA);
      // snippet: send
      Mono<Void> accepted = queue.send(order); // waits while full, holding no thread
      Mono<Void> inTime = queue.send(order, Duration.ofSeconds(2)); // else QueueFullException
      Mono<Void> allAccepted = queue.sendAll(incoming); // requests what there is room for
      // end
      accepted.then(inTime).then(allAccepted).block();
      assertThat(queue.isFull()).isTrue();
      assertThatThrownBy(() -> queue.send(order, Duration.ZERO).block())
          .isInstanceOf(QueueFullException.class);
    }
  }

  @Test
  void receive() {
    try (SharedQueue<Order> queue = queue(3)) {
      // snippet: receive
      Disposable consumer =
          queue.receive().concatMap(order -> ship(order), 0).subscribe(); // one after the other
      Mono<Order> one = queue.receiveOne(Duration.ofSeconds(30)); // else QueueEmptyException
      // end
      queue.sendAll(orders(3)).block();
      awaitSeen(3);
      consumer.dispose();
      queue.send(TEA).block();
      assertThat(one.block()).isEqualTo(TEA);
    }
  }

  @Test
  void process() {
    try (SharedQueue<Order> queue = queue(3)) {
      // snippet: process
      Disposable consumer =
          queue.process(order -> ship(order), 8).subscribe(); // at most 8 in hand at a time
      // end
      queue.sendAll(orders(20)).then(queue.join()).block();
      assertThat(seen).hasSize(20);
      consumer.dispose();
    }
  }

  @Test
  void manualAcknowledgement() {
    try (SharedQueue<Order> queue = queue(3)) {
      // snippet: manual
      Disposable consumer =
          queue
              .receiveManualAck(ReceiveOptions.defaults().withMaxInFlight(8))
              .subscribe(
                  delivery -> {
                    if (isInStock(delivery.value())) {
                      delivery.ack();
                    } else if (delivery.attempt() < 5) {
                      delivery.nack(Duration.ofMillis(200)); // again, ahead of newer ones
                    } else {
                      delivery.reject(); // to the dead letters, if the queue has any
                    }
                  });
      // end
      queue.send(TEA).then(queue.join()).block();
      assertThat(seen).containsExactly(TEA, TEA);
      consumer.dispose();
    }
  }

  /** At the second look. */
  private boolean isInStock(Order order) {
    seen.add(order);
    return seen.size() > 1;
  }

  @Test
  void deadLetters() {
    SharedQueue<Order> unshipped = SharedQueue.create(100, Order.CODEC);
    // snippet: dead-letters
    SharedQueue<Order> orders =
        SharedQueue.builder(Order.CODEC)
            .maxSize(1_000)
            .maxAttempts(3)
            .deadLetters(unshipped.address())
            .create();
    // end
    try (unshipped;
        orders) {
      Disposable consumer =
          orders.process(order -> Mono.error(new IOException("closed")), 1).subscribe();
      orders.send(TEA).block();
      assertThat(unshipped.receiveOne(TestJvm.PATIENCE).block()).isEqualTo(TEA);
      consumer.dispose();
    }
  }

  @Test
  void blocking() throws InterruptedException {
    try (SharedQueue<Order> queue = queue(3)) {
      Order order = TEA;
      // snippet: blocking
      queue.put(order); // waits while full
      boolean accepted = queue.offer(order); // never waits
      boolean inTime = queue.offer(order, Duration.ofSeconds(2));

      Order next = queue.take(); // waits while empty
      Order orNull = queue.poll(); // never waits
      Order inTimeOrNull = queue.poll(Duration.ofSeconds(2));
      // end
      assertThat(accepted && inTime).isTrue();
      assertThat(List.of(next, orNull, inTimeOrNull)).containsOnly(TEA);
    }
  }

  @Test
  void sink() {
    try (SharedQueue<Order> queue = queue(1)) {
      Order order = TEA;
      // snippet: sink
      Sinks.Many<Order> sink = queue.sink(); // safe from many threads
      Sinks.EmitResult result = sink.tryEmitNext(order); // OK, or FAIL_OVERFLOW when full
      // end
      assertThat(result).isEqualTo(Sinks.EmitResult.OK);
      assertThat(sink.tryEmitNext(order)).isEqualTo(Sinks.EmitResult.FAIL_OVERFLOW);
    }
  }

  @Test
  void end() {
    try (SharedQueue<Order> queue = queue(3)) {
      // snippet: end
      queue.complete(); // no more is accepted; receivers drain and complete, in every process
      queue.fail(new IllegalStateException("shop is closed")); // or they end with this
      // end
      assertThat(queue.receive().collectList().block()).isEmpty();
      assertThatThrownBy(() -> queue.put(TEA)).isInstanceOf(QueueClosedException.class);
    }
    try (SharedQueue<Order> queue = queue(3)) {
      queue.fail(new IllegalStateException("shop is closed"));
      assertThatThrownBy(() -> queue.receive().blockLast())
          .isInstanceOf(RemoteFailureException.class)
          .hasMessageContaining("shop is closed");
    }
  }

  @Test
  void named(@TempDir Path directory) {
    // snippet: named
    SharedQueue<Order> orders =
        SharedQueue.builder(Order.CODEC)
            .name("orders")
            .directory(directory) // or the default one
            .maxSize(1_000)
            .createOrOpen();
    URI address = orders.address(); // travels as text: an argument, a variable, a message
    // end
    orders.close();
    try (SharedQueue<Order> again = SharedQueue.open(URI.create(address.toString()), Order.CODEC)) {
      assertThat(again.maxSize()).isEqualTo(1000);
    }
    assertThat(SharedQueue.delete(address)).isTrue();
  }

  @Test
  void codecs() {
    // snippet: codecs
    Codec<Order> records = Codec.kryo(Order.class); // with what its components mention
    Codec<List<Order>> lists = Codec.kryo(new TypeRef<List<Order>>() {});
    Codec<String> text = Codec.utf8();
    Codec<byte[]> bytes = Codec.bytes();
    // end
    assertThat(List.of(records, lists, text, bytes))
        .extracting(Codec::fingerprint)
        .doesNotHaveDuplicates();
  }

  @Test
  void lock() {
    try (SharedLock theirs = SharedLock.create()) {
      URI address = theirs.address();
      // snippet: lock
      try (SharedLock lock = SharedLock.open(address)) {
        lock.lock();
        try {
          // one thread of one process at a time
        } finally {
          lock.unlock();
        }
        ship(TEA).as(lock::withLock).block(); // the same for a Mono, holding no thread
      }
      // end
      assertThat(seen).hasSize(1);
      assertThat(theirs.tryLock()).isTrue();
      theirs.unlock();
    }
  }

  @Test
  void pipe() {
    Flux<Order> incoming = orders(3);
    // snippet: pipe
    try (SharedPipe<Order, String> pipe = SharedPipe.duplex(Order.CODEC, Codec.utf8());
        PipeEnd<String, Order> here = pipe.first();
        ChildJvm shop =
            ChildJvm.builder(Counter.class).args(pipe.secondAddress().toString()).start()) {
      here.expect(shop); // should it die before it takes its end
      incoming.subscribe(here.subscriber()); // its completion, or error, goes across
      here.receive().doOnNext(System.out::println).blockLast(); // until the other side completes
    }
    // end
    try (SharedPipe<Order, String> pipe = SharedPipe.duplex(Order.CODEC, Codec.utf8());
        PipeEnd<String, Order> here = pipe.first();
        TestJvm counter = TestJvm.start(Counter.class, pipe.secondAddress().toString())) {
      incoming.subscribe(here.subscriber());
      assertThat(here.receive().collectList().block()).containsExactly("1", "2", "3");
      assertThat(counter.awaitExit()).isZero();
    }
  }

  /** Says how many have come. */
  static final class Counter {
    public static void main(String[] args) {
      try (PipeEnd<Order, String> end =
          PipeEnd.open(URI.create(args[0]), Order.CODEC, Codec.utf8())) {
        end.receive()
            .index()
            .map(numbered -> Long.toString(numbered.getT1() + 1))
            .as(end::sendAll)
            .block();
      }
    }
  }

  @Test
  void semaphore() throws InterruptedException {
    try (SharedSemaphore theirs = SharedSemaphore.create(3)) {
      URI address = theirs.address();
      // snippet: semaphore
      try (SharedSemaphore ovens = SharedSemaphore.open(address)) { // of SharedSemaphore.create(3)
        ovens.acquire();
        try {
          // three at a time, over all processes
        } finally {
          ovens.release();
        }
        ship(TEA).as(ovens::withPermit).block();
      }
      // end
      assertThat(seen).hasSize(1);
      assertThat(theirs.availablePermits()).isEqualTo(3);
    }
  }

  @Test
  void unsettledDeliveriesComeBack() {
    try (SharedQueue<Order> queue = queue(3)) {
      queue.send(TEA).block();
      Delivery<Order> first = queue.receiveManualAck().blockFirst();
      assertThat(first.attempt()).isEqualTo(1);
      Delivery<Order> second = queue.receiveManualAck().blockFirst();
      assertThat(second.attempt()).isEqualTo(2);
    }
  }
}
