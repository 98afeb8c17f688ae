package io.sluice.bench;

import java.util.Locale;

/** The part that a child JVM plays. */
enum Role {
  /** The first consumer, which creates what all processes share. */
  HOST,
  CONSUMER,
  PRODUCER;

  static Role parse(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
