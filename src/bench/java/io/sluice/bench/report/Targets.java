package io.sluice.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Function;

/** What is promised. Ratios are of medians from one run: absolute figures do not travel. */
final class Targets {
  private static final String SLUICE = "sluice";
  private static final String BLOCKING = "sluice-blocking";
  private static final String THROUGHPUT = "throughput";
  private static final String TIMES = "×";

  private Targets() {}

  static String table(Results results) {
    StringBuilder text = new StringBuilder();
    int missing = 0;
    text.append("| target | found | promised | margin | |\n|---|--:|--:|--:|---|\n");
    for (Target target : all()) {
      OptionalDouble found = target.found().apply(results);
      if (found.isPresent()) {
        text.append(target.line(found.getAsDouble()));
      } else {
        missing++;
      }
    }
    if (missing > 0) {
      text.append("\nMore that is promised and was not measured in this run: ");
      text.append(missing).append(".\n");
    }
    return text.toString();
  }

  private static List<Target> all() {
    List<Target> all = new ArrayList<>();
    throughput(all);
    otherJdk(all);
    latency(all);
    recovery(all);
    costs(all);
    return all;
  }

  private static void throughput(List<Target> all) {
    all.add(times("Kryo, maxSize 65,536 ÷ Aeron", 1.0, "kryo-65536", "aeron"));
    all.add(
        Target.atLeast(
            "the same as a record ÷ as a class",
            0.8,
            TIMES,
            r -> ratio(of(r, "record-65536", SLUICE), of(r, "kryo-65536", SLUICE))));
    all.add(times("Kryo, maxSize 1,024 ÷ RSocket", 20, "kryo-1024", "rsocket"));
    all.add(times("Kryo, maxSize 1,024 ÷ Python", 50, "kryo-1024", "python"));
    all.add(times("raw 32 bytes, maxSize 65,536 ÷ Aeron", 1.0, "raw-65536", "aeron"));
    all.add(times("1 KB items ÷ Aeron", 0.7, "raw1k-65536", "aeron"));
    all.add(times("64 KB items ÷ Aeron", 0.7, "raw64k-1024", "aeron"));
    all.add(times("1 MB items ÷ Aeron", 0.7, "raw1m-64", "aeron"));
    for (String peer : List.of(SLUICE, BLOCKING)) {
      all.add(
          Target.atLeast(
              "10 → 10, maxSize 3, one CPU, " + peer + " ÷ Python",
              5,
              TIMES,
              r ->
                  ratio(
                      of(r, "kryo-3-10x10-onecpu", peer), of(r, "kryo-3-10x10-onecpu", "python"))));
    }
    all.add(
        Target.atLeast(
            "2 → 2 ÷ 1 → 1, Kryo, maxSize 1,024",
            0.6,
            TIMES,
            r -> ratio(of(r, "kryo-1024-2x2", SLUICE), of(r, "kryo-1024", SLUICE))));
  }

  private static void otherJdk(List<Target> all) {
    for (String experiment : List.of("kryo-65536", "raw-65536")) {
      all.add(
          Target.atLeast(
              experiment + ", the other JDK ÷ this one",
              0.9,
              TIMES,
              r -> ratio(ofOtherJdk(r, experiment), of(r, experiment, SLUICE))));
    }
  }

  private static void latency(List<Target> all) {
    for (String name : List.of("ping-pong-onecpu", "ping-pong-1ms-onecpu")) {
      all.add(pingPong(name, "pipe-immediate", 1.5));
      all.add(pingPong(name, "pipe", 3));
      all.add(pingPong(name, "pipe-blocking", 3));
    }
  }

  private static Target pingPong(String name, String peer, double limit) {
    return Target.atMost(
        name + ", p50, " + peer + " ÷ socket",
        limit,
        TIMES,
        r -> ratio(r.median(name, peer, "p50"), r.median(name, "socket", "p50")));
  }

  private static void recovery(List<Target> all) {
    for (String name : List.of("kill-writer", "kill-reader", "kill-writer-4g", "kill-reader-4g")) {
      for (String peer : List.of(SLUICE, BLOCKING)) {
        for (String metric : List.of("next item", "gap in 300 ms")) {
          all.add(
              Target.atMost(
                  name + ", " + peer + ", " + metric,
                  100,
                  "ms",
                  r -> r.median(name, peer, metric)));
        }
      }
    }
    for (String name : List.of("redelivery", "redelivery-4g")) {
      all.add(
          Target.atMost(
              name + ", all of it, after the kernel's release",
              50,
              "ms",
              r -> r.median(name, SLUICE, "after release")));
    }
  }

  private static void costs(List<Target> all) {
    for (String peer : List.of(SLUICE, BLOCKING)) {
      all.add(
          Target.atMost(
              "10 idle consumers, " + peer + ", above bare JVMs",
              1,
              "% of a core",
              r -> difference(r, "idle-10", "CPU", peer, "bare-jvm")));
    }
    // A few bytes are what is allocated for runs of items, and by threads that measure.
    all.add(
        Target.atMost(
            "garbage for each item, beyond the item",
            4,
            "B",
            r -> difference(r, "garbage", "per item", SLUICE, "decoding-alone")));
    all.add(
        Target.atMost(
            "garbage for each item, beyond the item, with its Delivery",
            64,
            "B",
            r -> difference(r, "garbage", "per item", "sluice-ack", "decoding-alone")));
    all.add(
        Target.atMost(
            "100,000 pending sends, threads more",
            2,
            "",
            r -> r.median("pending-100000", SLUICE, "threads more")));
    all.add(
        Target.atMost(
            "100,000 pending sends, heap each",
            512,
            "B",
            r -> r.median("pending-100000", SLUICE, "heap each")));
  }

  private static Target times(String measure, double limit, String experiment, String peer) {
    Function<Results, OptionalDouble> found =
        r -> ratio(of(r, experiment, SLUICE), of(r, experiment, peer));
    return Target.atLeast(measure, limit, TIMES, found);
  }

  private static OptionalDouble of(Results results, String experiment, String peer) {
    return results.median(experiment, peer, THROUGHPUT);
  }

  private static OptionalDouble ofOtherJdk(Results results, String experiment) {
    return results.values().keySet().stream()
        .map(Results.Row::peer)
        .filter(peer -> peer.startsWith(SLUICE + "@"))
        .findFirst()
        .map(peer -> of(results, experiment, peer))
        .orElse(OptionalDouble.empty());
  }

  private static OptionalDouble difference(
      Results results, String experiment, String metric, String ours, String theirs) {
    return both(
        results.median(experiment, ours, metric),
        results.median(experiment, theirs, metric),
        (a, b) -> a - b);
  }

  private static OptionalDouble ratio(OptionalDouble ours, OptionalDouble theirs) {
    return both(ours, theirs, (a, b) -> a / b);
  }

  private static OptionalDouble both(
      OptionalDouble one, OptionalDouble other, DoubleBinaryOperator operator) {
    return one.isPresent() && other.isPresent()
        ? OptionalDouble.of(operator.applyAsDouble(one.getAsDouble(), other.getAsDouble()))
        : OptionalDouble.empty();
  }
}
