package io.sluice.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All readings, in the order in which their rows first appeared. */
final class Results {
  /** What a row of the table stands for. */
  record Row(String experiment, String metric, Reading.Unit unit, String peer) {}

  /**
   * One repetition.
   *
   * @param others how many CPUs other processes took meanwhile
   */
  record Sample(double value, double others) {}

  private record Place(String experiment, String peer) {}

  private final Map<Row, List<Sample>> values = new LinkedHashMap<>();
  private final Map<Place, String> refusals = new LinkedHashMap<>();

  void add(String experiment, String peer, Reading reading, double others) {
    Row row = new Row(experiment, reading.metric(), reading.unit(), peer);
    values.computeIfAbsent(row, r -> new ArrayList<>()).add(new Sample(reading.value(), others));
  }

  void refuse(String experiment, String peer, String reason) {
    refusals.put(new Place(experiment, peer), reason);
  }

  boolean refused(String experiment, String peer) {
    return refusals.containsKey(new Place(experiment, peer));
  }

  Map<Row, List<Sample>> values() {
    return values;
  }

  Optional<Summary> summary(Row row) {
    return Optional.ofNullable(values.get(row)).map(Summary::of);
  }

  /** One line for each experiment that a peer could not take part in. */
  List<String> refusals() {
    return refusals.entrySet().stream()
        .map(e -> e.getKey().experiment() + ", " + e.getKey().peer() + ": " + e.getValue())
        .toList();
  }
}
