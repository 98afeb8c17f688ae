package io.sluice.examples.pythondemo;

import io.sluice.SluiceException;
import io.sluice.examples.CommandLine;
import io.sluice.examples.UsageException;
import io.sluice.process.ChildJvm;
import io.sluice.queue.ReceiveOptions;
import io.sluice.queue.SharedQueue;
import io.sluice.sync.SharedLock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Ten producers and ten consumers, each a JVM of its own, over a queue of three; they print through
 * one more queue, two parts a line, under a lock.
 */
public final class PythonDemo implements AutoCloseable {
  private static final String HELP =
      """
      Usage: python-demo [--seconds N]

      Ten producer JVMs and ten consumer JVMs over a shared queue of 3; a shared lock keeps them
      from printing into each other's lines.

        --seconds N    how long, once all are there, 1 to 3600 (5)
        --help         this text

      Exit code: 0 all that was produced was consumed and no line torn, 1 that is not so, 2 the
      options make no sense.\
      """;

  private static final int MAX_SIZE = 3;
  private static final int OF_EACH = 10;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final ReceiveOptions ON_A_THREAD_THAT_MAY_BLOCK =
      ReceiveOptions.defaults().withScheduler(Schedulers.boundedElastic());

  private final SharedQueue<Item> queue = SharedQueue.create(MAX_SIZE, Item.CODEC);
  private final SharedQueue<News> news = SharedQueue.create(64, News.CODEC);
  private final SharedLock lock = SharedLock.create();
  private final List<ChildJvm> children = new ArrayList<>();
  private final Audience audience = new Audience(System.out, 2 * OF_EACH);

  private PythonDemo() {}

  /** {@code --help} tells the option. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  private static int run(String[] args) {
    try {
      CommandLine line = CommandLine.parse(args, Set.of("seconds"));
      if (line.help()) {
        System.out.println(HELP);
        return 0;
      }
      if (!line.rest().isEmpty()) {
        throw new UsageException("what is meant by " + line.rest() + "?");
      }
      Duration time = Duration.ofSeconds(line.number("seconds", 5, 1, 3600));
      try (PythonDemo demo = new PythonDemo()) {
        return demo.run(time) ? 0 : 1;
      }
    } catch (UsageException e) {
      System.err.println("python-demo: " + e.getMessage() + "; --help tells the options");
      return 2;
    } catch (SluiceException | IllegalStateException e) {
      System.err.println("python-demo: " + e.getMessage());
      return 1;
    }
  }

  private boolean run(Duration time) {
    for (int number = 1; number <= OF_EACH; number++) {
      start(Producer.class, "producer", number);
      start(Consumer.class, "consumer", number);
    }
    Mono<Void> listening = news.receive(ON_A_THREAD_THAT_MAY_BLOCK).doOnNext(audience::hear).then();
    Mono.when(listening, play(time)).block();
    System.out.println(audience.summary());
    return audience.isContent();
  }

  private void start(Class<?> main, String role, int number) {
    ChildJvm child =
        ChildJvm.builder(main)
            .args(queue.address().toString(), news.address().toString(), lock.address().toString())
            .args(Integer.toString(number))
            .jvmArgs("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
            .start();
    children.add(child);
    String who = role + " " + number;
    child.output().subscribe(line -> System.out.println(who + ": " + line));
    child.onExit().subscribe(code -> audience.left(who, code));
  }

  /** The end is one call: producers cannot put any more, consumers find the queue drained. */
  private Mono<Void> play(Duration time) {
    return audience
        .everybodyIsThere()
        .timeout(PATIENCE, tooLate("are not all there"))
        .then(Mono.delay(time))
        .then(Mono.fromRunnable(queue::complete))
        .then(everybodyHasLeft().timeout(PATIENCE, tooLate("do not end")))
        .then(Mono.fromRunnable(news::complete));
  }

  private static Mono<Void> tooLate(String what) {
    return Mono.error(
        () -> new IllegalStateException("after " + PATIENCE + " the children " + what));
  }

  private Mono<Void> everybodyHasLeft() {
    return Flux.fromIterable(children).flatMap(ChildJvm::onExit, 2 * OF_EACH).then();
  }

  @Override
  public void close() {
    children.forEach(ChildJvm::close);
    queue.close();
    news.close();
    lock.close();
  }
}
