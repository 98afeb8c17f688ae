package io.sluice.bench.report;

import java.util.List;

/**
 * The middle and the ends of some repetitions.
 *
 * @param others the most CPUs that other processes took during one of them
 */
record Summary(double median, double min, double max, double others) {
  static Summary of(List<Results.Sample> samples) {
    List<Double> sorted = samples.stream().map(Results.Sample::value).sorted().toList();
    double others = samples.stream().mapToDouble(Results.Sample::others).max().orElse(0);
    int n = sorted.size();
    double median = (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
    return new Summary(median, sorted.get(0), sorted.get(n - 1), others);
  }
}
