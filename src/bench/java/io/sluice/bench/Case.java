package io.sluice.bench;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who sends what to whom, through how large a queue. The name says it all, so that it can be passed
 * to a child process: {@code <payload>-<maxSize>[-<producers>x<consumers>][-onecpu]}, where the
 * payload is {@code kryo}, {@code record}, {@code raw} (32 bytes) or {@code raw} with a size:
 * {@code raw1k}, {@code raw64k}, {@code raw1m}.
 *
 * @param oneCpu whether all processes share one CPU
 */
public record Case(
    String name, Payload<?> payload, int maxSize, int producers, int consumers, boolean oneCpu) {
  private static final Pattern NAME =
      Pattern.compile("(kryo|record|raw(\\d+)?([km])?)-(\\d+)(?:-(\\d+)x(\\d+))?(-onecpu)?");

  static Case parse(String name) {
    return parseIfAny(name).orElseThrow(() -> new IllegalArgumentException(name));
  }

  static Optional<Case> parseIfAny(String name) {
    Matcher m = NAME.matcher(name);
    if (!m.matches()) {
      return Optional.empty();
    }
    int producers = m.group(5) == null ? 1 : Integer.parseInt(m.group(5));
    int consumers = m.group(6) == null ? 1 : Integer.parseInt(m.group(6));
    int maxSize = Integer.parseInt(m.group(4));
    return Optional.of(
        new Case(name, payload(m), maxSize, producers, consumers, m.group(7) != null));
  }

  boolean isOneToOne() {
    return producers == 1 && consumers == 1;
  }

  private static Payload<?> payload(Matcher m) {
    return switch (m.group(1)) {
      case "kryo" -> Payload.KRYO;
      case "record" -> Payload.RECORD;
      default -> Payload.raw(m.group(1), rawBytes(m.group(2), m.group(3)));
    };
  }

  private static int rawBytes(@Nullable String digits, @Nullable String unit) {
    int number = digits == null ? 32 : Integer.parseInt(digits);
    if (unit == null) {
      return number;
    }
    return number * (unit.equals("k") ? 1 << 10 : 1 << 20);
  }
}
