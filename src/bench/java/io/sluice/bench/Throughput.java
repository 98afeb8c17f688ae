package io.sluice.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Items per second through a queue in its steady state. Producers send without a break from the
 * start of the warm-up to the end of the window; the rate is what the consumers have decoded
 * between two marks. Afterwards the stream is drained, and what was received must be what was sent.
 */
record Throughput(Case spec) implements Experiment {
  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration SLICE = Duration.ofMillis(100);
  private static final int MEGABYTES_FROM = 1 << 10;

  static Optional<Experiment> parse(String name) {
    return Case.parseIfAny(name).map(Throughput::new);
  }

  @Override
  public String name() {
    return spec.name();
  }

  @Override
  public List<String> peers(Options options) {
    return Contender.all(options).stream().map(Contender::name).filter(options::wants).toList();
  }

  @Override
  public List<Reading> measure(String peer, Options options)
      throws IOException, InterruptedException {
    try (Workspace workspace = Workspace.create();
        Group group = new Group()) {
      Contender.named(peer, options).start(spec, workspace, group);
      for (Child producer : group.producers()) {
        producer.tell(Protocol.START);
      }
      awaitFlow(group);
      Thread.sleep(options.warmup().toMillis());
      double rate = rate(group, options);
      drain(group);
      return List.of(reading(rate));
    }
  }

  /** Some take seconds to get going, on a busy machine more than the warm-up. */
  private static void awaitFlow(Group group) throws InterruptedException {
    long end = System.nanoTime() + START.toNanos();
    List<Mark> marks = Mark.of(group.consumers());
    while (marks.stream().allMatch(mark -> mark.items() == 0) && System.nanoTime() < end) {
      Thread.sleep(SLICE.toMillis());
      marks = Mark.of(group.consumers());
    }
  }

  private static double rate(Group group, Options options) throws InterruptedException {
    List<Mark> first = Mark.of(group.consumers());
    long end = System.nanoTime() + options.window().toNanos();
    List<Mark> last;
    do {
      Thread.sleep(options.messages() > 0 ? SLICE.toMillis() : options.window().toMillis());
      last = Mark.of(group.consumers());
    } while (System.nanoTime() < end && Mark.items(first, last) < options.messages());
    return Mark.perSecond(first, last);
  }

  private static void drain(Group group) throws InterruptedException {
    for (Child producer : group.producers()) {
      producer.tell(Protocol.STOP);
    }
    Totals sent = Totals.of(group.producers(), Protocol.SENT);
    group.producers().get(0).tell(Protocol.FINISH);
    Totals received = Totals.of(group.consumers(), Protocol.RECEIVED);
    if (!sent.equals(received)) {
      throw new IllegalStateException("sent " + sent + " but received " + received);
    }
  }

  private Reading reading(double itemsPerSecond) {
    int bytes = spec.payload().bytes();
    return bytes < MEGABYTES_FROM
        ? new Reading("throughput", Reading.Unit.MILLION_PER_SECOND, itemsPerSecond / 1e6)
        : new Reading(
            "throughput", Reading.Unit.MEGABYTES_PER_SECOND, itemsPerSecond * bytes / 1e6);
  }
}
