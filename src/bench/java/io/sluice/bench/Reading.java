package io.sluice.bench;

/** One number from one repetition. */
record Reading(String metric, Unit unit, double value) {
  /** Whether more is better decides which way the ratio is taken. */
  enum Unit {
    MILLION_PER_SECOND("M/s", true),
    MEGABYTES_PER_SECOND("MB/s", true),
    NANOSECONDS("ns", false),
    BYTES("B", false);

    final String symbol;
    final boolean moreIsBetter;

    Unit(String symbol, boolean moreIsBetter) {
      this.symbol = symbol;
      this.moreIsBetter = moreIsBetter;
    }
  }
}
