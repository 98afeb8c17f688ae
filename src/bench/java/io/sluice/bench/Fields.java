package io.sluice.bench;

/** What the messages are filled with: 20 bytes in Kryo whatever the id. */
final class Fields {
  /** From here on an id takes five bytes, up to about seventeen times as much. */
  static final long FIRST_ID = 1_000_000_000;

  private static final String[] SYMBOLS = {"AAPL", "MSFT", "GOOG", "AMZN", "TSLA"};

  private Fields() {}

  static String symbol(long id) {
    return SYMBOLS[(int) (id % SYMBOLS.length)];
  }

  static double price(long id) {
    return 100.25 + (id & 1023);
  }

  static int quantity(long id) {
    return 100 + (int) (id & 1023);
  }
}
