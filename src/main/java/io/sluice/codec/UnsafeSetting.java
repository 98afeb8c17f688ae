package io.sluice.codec;

/**
 * From JDK 24 on, a JVM prints a warning when a library uses the memory access of {@code Unsafe}.
 * Kryo does so for fields, which this package reads by method handles anyhow, and for nothing else
 * that we need. Its switch is read once, when Kryo's classes are initialized, so it has to be set
 * before.
 */
final class UnsafeSetting {

  private static final String PROPERTY = "kryo.unsafe";
  private static final int FIRST_JDK_THAT_WARNS = 24;

  private UnsafeSetting() {}

  /** Switches Kryo's use of Unsafe off where it would warn and the user has not decided. */
  static void apply() {
    if (Runtime.version().feature() >= FIRST_JDK_THAT_WARNS
        && System.getProperty(PROPERTY) == null) {
      System.setProperty(PROPERTY, "false");
    }
  }
}
