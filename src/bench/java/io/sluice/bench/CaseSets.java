package io.sluice.bench;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Names for several cases at once. */
final class CaseSets {
  /** Everything. */
  static final String ALL = "all";

  private static final Map<String, List<String>> SETS = sets();

  private CaseSets() {}

  static Iterable<String> names() {
    return SETS.keySet();
  }

  /** The cases of each set, and what is no set as it is; none of them twice. */
  static List<String> expand(List<String> names) {
    LinkedHashSet<String> cases = new LinkedHashSet<>();
    names.forEach(name -> cases.addAll(SETS.getOrDefault(name, List.of(name))));
    return List.copyOf(cases);
  }

  private static Map<String, List<String>> sets() {
    Map<String, List<String>> sets = new LinkedHashMap<>();
    sets.put(
        "throughput",
        List.of("kryo-65536", "kryo-1024", "record-65536", "raw-65536", "kryo-1024-2x2"));
    sets.put("item-sizes", List.of("raw-65536", "raw1k-65536", "raw64k-1024", "raw1m-64"));
    sets.put(
        "max-sizes",
        List.of("kryo-1", "kryo-3", "kryo-16", "kryo-64", "kryo-256", "kryo-1024", "kryo-65536"));
    sets.put(
        "processes",
        List.of(
            "kryo-1024-1x1-onecpu",
            "kryo-1024-2x2-onecpu",
            "kryo-1024-5x5-onecpu",
            "kryo-1024-10x10-onecpu",
            "kryo-1024-20x20-onecpu",
            "kryo-3-10x10-onecpu"));
    sets.put("latency", List.of("ping-pong-onecpu", "ping-pong-1ms-onecpu", "one-way-10000"));
    sets.put(
        "recovery",
        List.of(
            "kill-writer",
            "kill-reader",
            "kill-writer-4g",
            "kill-reader-4g",
            "redelivery",
            "redelivery-4g"));
    sets.put("costs", List.of("idle-10", "garbage", "pending-100000"));
    sets.put("queues", List.of("queues-1", "queues-10", "queues-100", "queues-1000"));
    sets.put("jmh", List.of("jmh-codec", "jmh-ring"));
    // What the table of promises takes.
    sets.put(
        "targets",
        joined(
            Stream.of(
                List.of(CodingAlone.NAME),
                sets.get("throughput"),
                sets.get("item-sizes"),
                List.of("kryo-3-10x10-onecpu"),
                sets.get("latency"),
                sets.get("recovery"),
                sets.get("costs"))));
    sets.put(
        ALL,
        joined(
            Stream.of(
                sets.get("targets"),
                sets.get("max-sizes"),
                sets.get("processes"),
                sets.get("queues"),
                sets.get("jmh"))));
    return sets;
  }

  private static List<String> joined(Stream<List<String>> sets) {
    return sets.flatMap(List::stream).distinct().toList();
  }
}
