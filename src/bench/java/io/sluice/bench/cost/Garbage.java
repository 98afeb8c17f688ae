package io.sluice.bench.cost;

import io.sluice.bench.Child;
import io.sluice.bench.Commands;
import io.sluice.bench.Experiment;
import io.sluice.bench.Options;
import io.sluice.bench.Protocol;
import io.sluice.bench.Reading;
import io.sluice.bench.Workspace;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Bytes that the consumer's JVM allocates for each item it receives, all its threads together,
 * beside what decoding alone allocates: the item itself.
 */
public record Garbage() implements Experiment {
  static final String NAME = "garbage";

  public static Optional<Experiment> parse(String name) {
    return name.equals(NAME) ? Optional.of(new Garbage()) : Optional.empty();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> peers(Options options) {
    return GarbageWorker.PEERS.stream().filter(options::wants).toList();
  }

  @Override
  public List<Reading> measure(String peer, Options options)
      throws IOException, InterruptedException {
    try (Workspace workspace = Workspace.create();
        Child consumer = child(peer, GarbageWorker.CONSUME, workspace.path().toString())) {
      String endpoint = consumer.expect(Protocol.READY);
      try (Child producer = child(peer, GarbageWorker.PRODUCE, endpoint)) {
        producer.expect(Protocol.READY);
        Thread.sleep(options.warmup().toMillis());
        consumer.tell(Protocol.MARK);
        long[] first = consumer.expectNumbers(Protocol.MARKED);
        Thread.sleep(options.window().toMillis());
        consumer.tell(Protocol.MARK);
        long[] last = consumer.expectNumbers(Protocol.MARKED);
        double bytes = (double) (last[1] - first[1]) / (last[0] - first[0]);
        return List.of(new Reading("per item", Reading.Unit.BYTES, bytes));
      }
    }
  }

  private static Child child(String... args) throws IOException {
    return Child.start(
        args[0] + " " + args[1], Commands.java(List.of(), GarbageWorker.class, args));
  }
}
