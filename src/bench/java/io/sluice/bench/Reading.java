package io.sluice.bench;

/** One number from one repetition. */
public record Reading(String metric, Unit unit, double value) {
  /** Whether more is better decides which way the ratio is taken. */
  public enum Unit {
    MILLION_PER_SECOND("M/s", true),
    MEGABYTES_PER_SECOND("MB/s", true),
    NANOSECONDS("ns", false),
    MICROSECONDS("µs", false),
    MILLISECONDS("ms", false),
    PERCENT("%", false),
    COUNT("", false),
    BYTES("B", false);

    public final String symbol;
    public final boolean moreIsBetter;

    Unit(String symbol, boolean moreIsBetter) {
      this.symbol = symbol;
      this.moreIsBetter = moreIsBetter;
    }
  }
}
