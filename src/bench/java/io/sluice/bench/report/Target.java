package io.sluice.bench.report;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * A promise and how it is checked.
 *
 * @param found the figure, where what it takes was measured
 * @param limit the most, or the least, that it may be
 * @param atLeast whether more is better
 */
record Target(
    String measure,
    Function<Results, OptionalDouble> found,
    double limit,
    boolean atLeast,
    String unit) {

  static Target atLeast(
      String measure, double limit, String unit, Function<Results, OptionalDouble> found) {
    return new Target(measure, found, limit, true, unit);
  }

  static Target atMost(
      String measure, double limit, String unit, Function<Results, OptionalDouble> found) {
    return new Target(measure, found, limit, false, unit);
  }

  /** A row of the table; the margin is above 1 where the target is met. */
  String line(double value) {
    return "| %s | %s | %s %s | %s | %s |\n"
        .formatted(
            measure,
            text(value),
            atLeast ? "≥" : "≤",
            text(limit),
            margin(value),
            isMet(value) ? "met" : "**not met**");
  }

  private boolean isMet(double value) {
    return atLeast ? value >= limit : value <= limit;
  }

  private String margin(double value) {
    double margin = atLeast ? value / limit : limit / Math.max(value, Double.MIN_NORMAL);
    return margin > 1000 ? "> 1000" : String.format(Locale.ROOT, "%.2f", margin);
  }

  private String text(double value) {
    String number =
        Math.abs(value) >= 100
            ? String.format(Locale.ROOT, "%,.0f", value)
            : String.format(Locale.ROOT, "%.2f", value);
    return number + " " + unit;
  }
}
