package io.sluice.bench;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What encoding and decoding cost by themselves: the limit that no queue of Kryo items can pass.
 */
record CodingAlone() implements Experiment {
  static final String NAME = "coding-alone";

  static Optional<Experiment> parse(String name) {
    return name.equals(NAME) ? Optional.of(new CodingAlone()) : Optional.empty();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> peers(Options options) {
    return CodingWorker.PEERS;
  }

  @Override
  public List<Reading> measure(String peer, Options options)
      throws IOException, InterruptedException {
    List<String> command =
        Commands.java(
            List.of(),
            CodingWorker.class,
            peer,
            String.valueOf(options.warmup().toMillis()),
            String.valueOf(options.window().toMillis()));
    try (Child child = Child.start(NAME, command)) {
      Thread.sleep(options.warmup().plus(options.window()).toMillis());
      String[] numbers = child.expect(Protocol.NANOS).split(" ", -1);
      return List.of(
          new Reading("write", Reading.Unit.NANOSECONDS, Double.parseDouble(numbers[0])),
          new Reading("read", Reading.Unit.NANOSECONDS, Double.parseDouble(numbers[1])),
          new Reading("size", Reading.Unit.BYTES, Double.parseDouble(numbers[2])));
    }
  }
}
