package io.sluice.examples.offload;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The work itself, the same in a worker and in the check: counts a line's words, and hashes the
 * line over and over, as one stretches a password, so that there is something to wait for.
 */
final class LineWork {
  /** Letters of any script. */
  private static final Pattern WORD = Pattern.compile("\\p{L}+");

  private final int rounds;

  LineWork(int rounds) {
    this.rounds = rounds;
  }

  LineReport report(Line line, int worker) {
    return new LineReport(line.number(), worker, words(line.text()), hash(line));
  }

  private static Map<String, Integer> words(String text) {
    Map<String, Integer> words = new TreeMap<>();
    Matcher word = WORD.matcher(text.toLowerCase(Locale.ROOT));
    while (word.find()) {
      words.merge(word.group(), 1, Integer::sum);
    }
    return words;
  }

  /** The number is part of it: otherwise two equal lines would cancel each other in the total. */
  private BigInteger hash(Line line) {
    MessageDigest sha256 = sha256();
    sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(0, line.number()));
    byte[] hash = sha256.digest(line.text().getBytes(StandardCharsets.UTF_8));
    for (int round = 1; round < rounds; round++) {
      hash = sha256.digest(hash);
    }
    return new BigInteger(1, hash);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
