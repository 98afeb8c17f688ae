package io.sluice.soak;

import io.sluice.codec.Codec;
import io.sluice.queue.Delivery;
import io.sluice.queue.ReceiveOptions;
import io.sluice.queue.SharedQueue;
import io.sluice.soak.SoakLog.Event;
import io.sluice.sync.SharedLock;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One process of the crowd: does what its role is until it is told to stop, or dies. */
final class SoakWorker {
  static final int MAX_SIZE = 64;
  static final String SENDERS_STOP = "senders-stop";
  static final String ALL_STOP = "all-stop";

  private static final Duration A_WHILE = Duration.ofMillis(50);
  private static final int BATCH = 20;

  private final Path directory;
  private final Role role;
  private final long id;
  private final Random random;
  private final SoakLog log;
  private long next;

  private SoakWorker(Path directory, Role role, long id, long seed) throws IOException {
    this.directory = directory;
    this.role = role;
    this.id = id;
    this.random = new Random(seed);
    this.log = new SoakLog(log(directory, role, id));
  }

  static Path log(Path directory, Role role, long id) {
    return directory.resolve(role + "-" + id + ".log");
  }

  static SharedQueue<byte[]> queue(Path queues) {
    return SharedQueue.builder(Codec.bytes())
        .directory(queues)
        .name("soak")
        .maxSize(MAX_SIZE)
        .itemSize(SoakItem.BLOCK)
        .createOrOpen();
  }

  /** Arguments: the logs' directory, the queue's, the lock's address, role, own number, seed. */
  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[0]);
    Role role = Role.valueOf(args[3]);
    SoakWorker worker =
        new SoakWorker(directory, role, Long.parseLong(args[4]), Long.parseLong(args[5]));
    try (SharedQueue<byte[]> queue = queue(Path.of(args[1]))) {
      System.out.println("begun");
      worker.work(queue, URI.create(args[2]));
    }
    System.out.println("ended");
  }

  private void work(SharedQueue<byte[]> queue, URI lock) throws Exception {
    switch (role) {
      case PUT -> put(queue);
      case SEND -> send(queue);
      case SEND_ALL -> sendAll(queue);
      case TAKE -> take(queue);
      // Were it stopped with the whole capacity in its hands, nobody could go on.
      case RECEIVE ->
          untilStop(
              queue
                  .receive(ReceiveOptions.defaults().withMaxInFlight(MAX_SIZE / 2))
                  .subscribe(this::taken));
      case ACKNOWLEDGE -> untilStop(acknowledge(queue));
      case LOCK -> lock(lock);
    }
  }

  private boolean goesOn() {
    return !Files.exists(directory.resolve(role.isConsumer() ? ALL_STOP : SENDERS_STOP));
  }

  private void untilStop(Disposable subscription) throws InterruptedException {
    while (goesOn() && !subscription.isDisposed()) {
      TimeUnit.MILLISECONDS.sleep(A_WHILE.toMillis());
    }
    if (subscription.isDisposed()) {
      throw new AssertionError("the subscription has ended by itself");
    }
    subscription.dispose();
  }

  // --- senders
  // ----------------------------------------------------------------------------------------------------

  /** The next item, encoded and written down. */
  private byte[] intended(SoakItem[] what) {
    int size = SoakItem.size(random);
    what[0] = size == 0 ? SoakItem.OF_NO_BYTES : new SoakItem(id, next++);
    log.write(Event.INTENDED, 0, what[0]);
    return what[0].encode(size, random);
  }

  private void put(SharedQueue<byte[]> queue) throws InterruptedException {
    SoakItem[] what = new SoakItem[1];
    while (goesOn()) {
      for (int i = 0; i < BATCH; i++) {
        queue.put(intended(what));
        log.write(Event.ACCEPTED, 0, what[0]);
      }
    }
  }

  private void send(SharedQueue<byte[]> queue) {
    while (goesOn()) {
      Flux.range(0, BATCH)
          .flatMap(
              i -> {
                SoakItem[] what = new SoakItem[1];
                return queue
                    .send(intended(what))
                    .doOnSuccess(accepted -> log.write(Event.ACCEPTED, 0, what[0]));
              },
              4)
          .blockLast();
    }
  }

  private void sendAll(SharedQueue<byte[]> queue) {
    while (goesOn()) {
      SoakItem[][] what = new SoakItem[BATCH][1];
      queue.sendAll(Flux.range(0, BATCH).map(i -> intended(what[i]))).block();
      IntStream.range(0, BATCH).forEach(i -> log.write(Event.ACCEPTED, 0, what[i][0]));
    }
  }

  // --- receivers
  // --------------------------------------------------------------------------------------------------

  private void take(SharedQueue<byte[]> queue) throws InterruptedException {
    while (goesOn()) {
      byte[] item = queue.poll(A_WHILE);
      if (item != null) {
        taken(item);
      }
    }
  }

  private void taken(byte[] bytes) {
    SoakItem item = checked(bytes);
    if (item != null) {
      log.write(Event.TAKEN, 0, item);
    }
  }

  private SoakItem checked(byte[] bytes) {
    SoakItem item = SoakItem.decode(bytes);
    if (item == null) {
      log.write(Event.DAMAGED, 0, SoakItem.OF_NO_BYTES);
    }
    return item;
  }

  private Disposable acknowledge(SharedQueue<byte[]> queue) {
    return queue
        .receiveManualAck(ReceiveOptions.defaults().withMaxInFlight(8))
        .flatMap(this::settle, 8)
        .subscribe();
  }

  private Mono<Void> settle(Delivery<byte[]> delivery) {
    SoakItem item = checked(delivery.value());
    if (item == null) {
      delivery.reject();
      return Mono.empty();
    }
    log.write(Event.DELIVERED, delivery.attempt(), item);
    int way = random.nextInt(20);
    if (way == 0) {
      delivery.nack();
    } else if (way == 1) {
      delivery.nack(Duration.ofMillis(random.nextInt(30)));
    } else if (way == 2) {
      return Mono.delay(Duration.ofMillis(random.nextInt(30)))
          .doOnNext(tick -> acknowledge(delivery, item))
          .then();
    } else {
      acknowledge(delivery, item);
    }
    return Mono.empty();
  }

  private void acknowledge(Delivery<byte[]> delivery, SoakItem item) {
    log.write(Event.ACKNOWLEDGING, delivery.attempt(), item);
    delivery.ack();
    log.write(Event.ACKNOWLEDGED, delivery.attempt(), item);
  }

  // --- lockers
  // ----------------------------------------------------------------------------------------------------

  private void lock(URI address) throws IOException, InterruptedException {
    Path guard = directory.resolve("guarded");
    byte[] mine = Long.toString(id).getBytes(StandardCharsets.US_ASCII);
    try (SharedLock lock = SharedLock.open(address)) {
      while (goesOn()) {
        lock.lockInterruptibly();
        try {
          Files.write(guard, mine);
          boolean alone = Arrays.equals(mine, Files.readAllBytes(guard));
          log.write(alone ? Event.LOCKED : Event.NOT_LOCKED, 0, SoakItem.OF_NO_BYTES);
        } finally {
          lock.unlock();
        }
      }
    }
  }
}
