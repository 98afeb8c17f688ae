package io.sluice.soak;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.zip.CRC32C;

/**
 * What is sent: who sent it, its number, and bytes with a checksum over all of it. An item of no
 * bytes says nothing of itself, and can only be counted.
 *
 * @param producer the sender's number
 * @param number counted from 0 by its sender; {@link #BLANK} for one of no bytes
 */
record SoakItem(long producer, long number) {
  static final long BLANK = -1;
  static final int BLOCK = 256;

  private static final int HEAD = 2 * Long.BYTES;
  private static final int LEAST = HEAD + Long.BYTES;

  static final SoakItem OF_NO_BYTES = new SoakItem(0, BLANK);

  /** Mostly what fits a block, now and then nothing, and now and then what needs a file. */
  static int size(Random random) {
    int kind = random.nextInt(2_000);
    if (kind == 0) {
      return 2 << 20;
    } else if (kind < 20) {
      return 0;
    } else if (kind < 60) {
      return LEAST + random.nextInt(100_000);
    }
    return LEAST + random.nextInt(kind < 200 ? 8 * BLOCK : BLOCK - LEAST + 1);
  }

  byte[] encode(int size, Random random) {
    byte[] bytes = new byte[size];
    if (size > 0) {
      random.nextBytes(bytes);
      ByteBuffer head = ByteBuffer.wrap(bytes).putLong(producer).putLong(number);
      head.putLong(checksum(bytes));
    }
    return bytes;
  }

  /** Null if it is not as it was sent. */
  static SoakItem decode(byte[] bytes) {
    if (bytes.length == 0) {
      return OF_NO_BYTES;
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    if (bytes.length < LEAST || buffer.getLong(HEAD) != checksum(bytes)) {
      return null;
    }
    return new SoakItem(buffer.getLong(0), buffer.getLong(Long.BYTES));
  }

  private static long checksum(byte[] bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, HEAD);
    sum.update(bytes, LEAST, bytes.length - LEAST);
    return sum.getValue() << 32 | bytes.length;
  }
}
