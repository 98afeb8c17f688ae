package io.sluice.bench.report;

import io.sluice.bench.Reading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** All readings, in the order in which their rows first appeared. */
public final class Results {
  /** What a row of the table stands for. */
  public record Row(String experiment, String metric, Reading.Unit unit, String peer) {}

  /**
   * One repetition.
   *
   * @param others how many CPUs other processes took meanwhile
   */
  public record Sample(double value, double others) {}

  private record Place(String experiment, String peer) {}

  private final Map<Row, List<Sample>> values = new LinkedHashMap<>();
  private final Map<Place, String> refusals = new LinkedHashMap<>();
  private final List<String> failures = new ArrayList<>();

  public void add(String experiment, String peer, Reading reading, double others) {
    Row row = new Row(experiment, reading.metric(), reading.unit(), peer);
    values.computeIfAbsent(row, r -> new ArrayList<>()).add(new Sample(reading.value(), others));
  }

  public void refuse(String experiment, String peer, String reason) {
    refusals.put(new Place(experiment, peer), reason);
  }

  /** Notes that a repetition came to nothing. */
  public void fail(String experiment, String peer, IllegalStateException failure) {
    String first = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    failures.add(experiment + ", " + peer + ": " + first);
  }

  /** One line for each repetition that came to nothing. */
  public List<String> failures() {
    return failures;
  }

  public boolean refused(String experiment, String peer) {
    return refusals.containsKey(new Place(experiment, peer));
  }

  Map<Row, List<Sample>> values() {
    return values;
  }

  /** The median of a row, by its experiment, peer and metric. */
  OptionalDouble median(String experiment, String peer, String metric) {
    return values.entrySet().stream()
        .filter(e -> e.getKey().experiment().equals(experiment))
        .filter(e -> e.getKey().peer().equals(peer) && e.getKey().metric().equals(metric))
        .mapToDouble(e -> Summary.of(e.getValue()).median())
        .findFirst();
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
