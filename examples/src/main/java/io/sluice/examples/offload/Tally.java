package io.sluice.examples.offload;

import java.math.BigInteger;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Adds up reports, in any order. One thread at a time adds; any thread may ask for {@link #lines}.
 *
 * <p>A worker that is killed after it has sent its report and before it has acknowledged the line
 * leaves that line to another worker, which reports it once more. The first report counts.
 */
final class Tally {
  private static final int MOST_FREQUENT = 5;

  private final BitSet reported = new BitSet();
  private final Map<String, Long> words = new HashMap<>();
  private BigInteger hash = BigInteger.ZERO;
  private final AtomicLong lines = new AtomicLong();

  /** Adds a report unless its line has been reported before, and says whether it did. */
  boolean add(LineReport report) {
    int line = Math.toIntExact(report.line());
    if (reported.get(line)) {
      return false;
    }
    reported.set(line);
    report.words().forEach((word, count) -> words.merge(word, (long) count, Long::sum));
    hash = hash.xor(report.hash());
    lines.incrementAndGet();
    return true;
  }

  long lines() {
    return lines.get();
  }

  Answer answer() {
    return new Answer(
        lines.get(),
        words.values().stream().mapToLong(Long::longValue).sum(),
        words.size(),
        words.keySet().stream()
            .min(Comparator.comparingInt(String::length).reversed().thenComparing(word -> word))
            .orElse(""),
        frequentWords(),
        hash);
  }

  private List<String> frequentWords() {
    return words.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(MOST_FREQUENT)
        .map(word -> String.format(Locale.ROOT, "%s %,d", word.getKey(), word.getValue()))
        .toList();
  }
}
