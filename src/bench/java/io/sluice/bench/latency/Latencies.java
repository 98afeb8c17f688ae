package io.sluice.bench.latency;

import io.sluice.bench.Reading;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * Histograms of nanoseconds: how they travel between processes, and what the table shows of one.
 */
final class Latencies {
  private static final int DIGITS = 3;
  private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99};

  private Latencies() {}

  static Histogram histogram() {
    return new Histogram(DIGITS);
  }

  static String toText(Histogram histogram) {
    ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoCompressedByteBuffer(buffer);
    return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
  }

  static Histogram fromText(String text) {
    try {
      return Histogram.decodeFromCompressedByteBuffer(
          ByteBuffer.wrap(Base64.getDecoder().decode(text)), 0);
    } catch (DataFormatException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static List<Reading> readings(Histogram histogram) {
    if (histogram.getTotalCount() == 0) {
      throw new IllegalStateException("nothing was measured");
    }
    List<Reading> readings = new ArrayList<>();
    for (double percentile : PERCENTILES) {
      String metric = String.format(Locale.ROOT, "p%s", percentile).replace(".0", "");
      readings.add(microseconds(metric, histogram.getValueAtPercentile(percentile)));
    }
    readings.add(microseconds("max", histogram.getMaxValue()));
    return readings;
  }

  private static Reading microseconds(String metric, long nanos) {
    return new Reading(metric, Reading.Unit.MICROSECONDS, nanos / 1e3);
  }
}
