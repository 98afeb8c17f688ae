package io.sluice.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What to run, and for how long.
 *
 * @param experiments in the order of the table
 * @param peers names of peers to compare; empty means all
 * @param baseline the peer whose median is divided by the others'
 * @param messages ends a window before its time once so many items have passed; 0 means never
 * @param others how many CPUs other processes may take; a repetition that saw more is measured
 *     again, a few times at most
 * @param otherJdk where another JDK is, for Sluice's throughput on it beside that on ours
 */
public record Options(
    List<String> experiments,
    List<String> peers,
    String baseline,
    int repetitions,
    Duration warmup,
    Duration window,
    long messages,
    double others,
    Optional<Path> otherJdk,
    Path output) {
  static final String USAGE =
      """
      --cases a,b        all; or any of the sets %s;
                         or any of the cases
                           %s
                           <payload>-<maxSize>[-<producers>x<consumers>][-onecpu]
                             with payload kryo, record, raw (32 bytes), raw1k, raw64k, raw1m
                           ping-pong[-<ms between>ms][-onecpu]
                           one-way-<messages per second>[-onecpu]
                           kill-writer[-<heap>] kill-reader[-<heap>] redelivery[-<heap>]
                             with the heap of the process that dies, as in 4g
                           idle-<processes> garbage pending-<sends> queues-<number> jmh-codec jmh-ring
      --peers a,b        all that there are
      --baseline peer    sluice
      --repetitions n    3
      --warmup 4s
      --window 5s
      --messages n       ends a window early after n items
      --others cpus      measures a repetition again, up to 5 times, when other processes took more
      --other-jdk home   measures Sluice's throughput on another JDK, too
      --output directory target/bench
      """
          .formatted(String.join(", ", CaseSets.names()), CodingAlone.NAME);

  static Options parse(String... args) {
    Builder builder = new Builder();
    if (args.length % 2 != 0) {
      throw new IllegalArgumentException("options come in pairs:\n" + USAGE);
    }
    for (int i = 0; i < args.length; i += 2) {
      builder.set(args[i], args[i + 1]);
    }
    return builder.build();
  }

  /** Whether to ask a peer; what stands behind an @ is the JDK that it runs on. */
  public boolean wants(String peer) {
    return peers.isEmpty() || peers.contains(peer.split("@", 2)[0]);
  }

  private static final class Builder {
    private final List<String> experiments = new ArrayList<>();
    private List<String> peers = List.of();
    private String baseline = "sluice";
    private int repetitions = 3;
    private Duration warmup = Duration.ofSeconds(4);
    private Duration window = Duration.ofSeconds(5);
    private long messages;
    private double others = Double.POSITIVE_INFINITY;
    private Optional<Path> otherJdk = Optional.empty();
    private Path output = Path.of("target", "bench");

    void set(String option, String value) {
      switch (option) {
        case "--cases" -> experiments.addAll(List.of(value.split(",", -1)));
        case "--peers" -> peers = List.of(value.split(",", -1));
        case "--baseline" -> baseline = value;
        case "--repetitions" -> repetitions = Integer.parseInt(value);
        case "--warmup" -> warmup = duration(value);
        case "--window" -> window = duration(value);
        case "--messages" -> messages = Long.parseLong(value);
        case "--others" -> others = Double.parseDouble(value);
        case "--other-jdk" -> otherJdk = Optional.of(Path.of(value));
        case "--output" -> output = Path.of(value);
        default -> throw new IllegalArgumentException("unknown option " + option + "\n" + USAGE);
      }
    }

    Options build() {
      List<String> names = experiments.isEmpty() ? List.of(CaseSets.ALL) : experiments;
      return new Options(
          CaseSets.expand(names),
          peers,
          baseline,
          repetitions,
          warmup,
          window,
          messages,
          others,
          otherJdk,
          output);
    }

    private static Duration duration(String text) {
      return text.endsWith("ms")
          ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
          : Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
    }
  }
}
