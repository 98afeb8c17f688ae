package io.sluice.bench.recovery;

/** What a writer sends: which one it is. The rest is there to be carried. */
final class Item {
  static final int BYTES = 32;

  private Item() {}

  static byte[] of(int writer) {
    byte[] item = new byte[BYTES];
    item[0] = (byte) writer;
    return item;
  }

  static int writer(byte[] item) {
    return item[0];
  }
}
