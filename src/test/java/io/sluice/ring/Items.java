package io.sluice.ring;

import java.nio.ByteBuffer;

/**
 * The items of the crash tests: a number that names producer and place, written again and again so
 * that a torn item shows.
 */
final class Items {
  /** Two words: a copy may stop between them. */
  static final int SMALL = 2 * Long.BYTES;

  /** More than a block holds. */
  static final int LARGE = 6 * Long.BYTES;

  private static final int PRODUCER_SHIFT = 20;

  private Items() {}

  static int of(int producer, int sequence) {
    return producer << PRODUCER_SHIFT | sequence;
  }

  static int producer(int item) {
    return item >>> PRODUCER_SHIFT;
  }

  static int sequence(int item) {
    return item & (1 << PRODUCER_SHIFT) - 1;
  }

  static void write(ByteBuffer target, int item, int length) {
    for (int i = 0; i < length; i += Long.BYTES) {
      target.putLong(code(item));
    }
  }

  static int read(byte[] bytes, int length) {
    ByteBuffer source = ByteBuffer.wrap(bytes, 0, length);
    long code = source.getLong();
    while (source.hasRemaining()) {
      if (source.getLong() != code) {
        throw new AssertionError("torn item");
      }
    }
    return decode(code);
  }

  /** The item in a block, wherever its bytes are. */
  static int at(Blocks blocks, Referee.Files files, int block) {
    long shape = blocks.shapePlain(block);
    if (Blocks.form(shape) == Blocks.IN_FILE) {
      return decode(files.content(block, blocks.fileGenerationPlain(block)));
    }
    byte[] bytes = new byte[SMALL];
    blocks.copyOut(block, 0, bytes, 0, SMALL);
    return read(bytes, SMALL);
  }

  static long code(int item) {
    return (long) item << Integer.SIZE | ~item & 0xffff_ffffL;
  }

  static int decode(long code) {
    int item = (int) (code >>> Integer.SIZE);
    if ((int) code != ~item) {
      throw new AssertionError("torn item");
    }
    return item;
  }
}
