package io.sluice.hostile;

import io.sluice.SluiceException;
import io.sluice.codec.Codec;
import io.sluice.queue.Delivery;
import io.sluice.queue.ReceiveOptions;
import io.sluice.queue.SharedQueue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;

/**
 * The program that uses queues whose files are damaged meanwhile. It ends by itself; whatever it
 * meets must be one of the library's failures.
 */
final class DamagedQueues {
  private static final Duration A_MOMENT = Duration.ofMillis(5);
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Path directory;
  private final Random random;
  private final Damage damage;
  private final Map<String, Integer> met = new TreeMap<>();

  private DamagedQueues(Path directory, long seed) {
    this.directory = directory;
    this.random = new Random(seed);
    this.damage = new Damage(random);
  }

  /** Arguments: a directory, a seed, how many seconds. */
  public static void main(String[] args) throws Exception {
    Hooks.onErrorDropped(failure -> {});
    DamagedQueues queues = new DamagedQueues(Path.of(args[0]), Long.parseLong(args[1]));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(args[2]));
    int rounds = 0;
    while (System.nanoTime() < end) {
      queues.round("round-" + rounds++);
    }
    System.out.println("rounds " + rounds);
    System.out.println("met " + queues.met);
  }

  private void round(String name) throws Exception {
    SharedQueue.Builder<String> builder =
        SharedQueue.builder(Codec.utf8())
            .directory(directory)
            .name(name)
            .maxSize(1 + random.nextInt(6))
            .itemSize(32);
    List<SharedQueue<String>> open = new ArrayList<>(List.of(builder.create()));
    Path file = directory.resolve(name + ".queue");
    attempt("open", () -> open.add(SharedQueue.open(open.get(0).address(), Codec.utf8())));
    use(open);
    Disposable receiving = receive(open.get(0));
    if (random.nextInt(20) == 0) {
      damage.fill(file);
    } else {
      damage.change(file, 1 + random.nextInt(6));
    }
    attempt("open", () -> open.add(SharedQueue.open(open.get(0).address(), Codec.utf8())));
    use(open);
    receiving.dispose();
    for (SharedQueue<String> queue : open) {
      attempt("close", queue::close);
    }
    attempt("open closed", () -> SharedQueue.open(open.get(0).address(), Codec.utf8()).close());
    SharedQueue.delete(open.get(0).address());
    Files.deleteIfExists(file);
    pristine(name + "-pristine");
  }

  private Disposable receive(SharedQueue<String> queue) {
    ReceiveOptions options =
        ReceiveOptions.defaults().withDecodeFailure(ReceiveOptions.DecodeFailure.SKIP);
    return random.nextBoolean()
        ? queue.receive(options).subscribe(item -> {}, failure -> note("receive", failure))
        : queue
            .receiveManualAck(options)
            .subscribe(this::settle, failure -> note("receiveManualAck", failure));
  }

  private void settle(Delivery<String> delivery) {
    switch (delivery.attempt() % 3) {
      case 0 -> delivery.ack();
      case 1 -> delivery.nack(A_MOMENT);
      default -> delivery.reject();
    }
  }

  private void use(List<SharedQueue<String>> open) throws Exception {
    for (int i = 0; i < 12; i++) {
      SharedQueue<String> queue = open.get(random.nextInt(open.size()));
      String item = "x".repeat(random.nextInt(60));
      switch (random.nextInt(14)) {
        case 0 -> attempt("offer", () -> queue.offer(item));
        case 1 -> attempt("offer timed", () -> queue.offer(item, A_MOMENT));
        case 2 -> attempt("poll", queue::poll);
        case 3 -> attempt("poll timed", () -> queue.poll(A_MOMENT));
        case 4 -> attempt("size", queue::size);
        case 5 -> attempt("inFlight", queue::inFlight);
        case 6 -> attempt("isEmpty", queue::isEmpty);
        case 7 -> attempt("isFull", queue::isFull);
        case 8 -> attempt("send", () -> queue.send(item, A_MOMENT).block(LONG));
        case 9 -> attempt("receiveOne", () -> queue.receiveOne(A_MOMENT).block(LONG));
        case 10 ->
            attempt("sendAll", () -> brief(queue.sendAll(Flux.range(0, 9).map(n -> item + n))));
        case 11 -> attempt("join", () -> brief(queue.join()));
        case 12 -> attempt("tryEmitNext", () -> queue.sink().tryEmitNext(item));
        default -> {
          if (random.nextInt(4) == 0) {
            attempt("complete", queue::complete);
          }
        }
      }
    }
  }

  /** Given up after a moment: what is damaged may wait for ever, but not against one's will. */
  private static void brief(Mono<Void> mono) {
    mono.timeout(A_MOMENT, Mono.empty()).block(LONG);
  }

  private interface Call {
    void run() throws Exception;
  }

  /** The library's own failures are the only ones. */
  private void attempt(String what, Call call) throws Exception {
    try {
      call.run();
    } catch (SluiceException e) {
      note(what, e);
    }
  }

  private synchronized void note(String what, Throwable failure) {
    if (!(failure instanceof SluiceException)) {
      System.out.println("wrong: " + what + ": " + failure);
      failure.printStackTrace(System.out);
    }
    met.merge(failure.getClass().getSimpleName(), 1, Integer::sum);
  }

  /** The threads that serve all queues serve this one still. */
  private void pristine(String name) {
    long start = System.nanoTime();
    SharedQueue<String> queue =
        SharedQueue.builder(Codec.utf8()).directory(directory).name(name).maxSize(1).create();
    Mono<String> one = queue.receiveOne();
    Mono<Void> two = queue.send("item");
    String item = Mono.zip(one, two.thenReturn(1)).block(LONG).getT1();
    queue.close();
    SharedQueue.delete(queue.address());
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    if (!item.equals("item") || millis > LONG.toMillis()) {
      throw new AssertionError("a whole queue took " + millis + " ms");
    }
  }
}
