package io.sluice.pipe;

import io.sluice.CorruptQueueException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A message of several pieces as it comes in. Memory is taken as bytes really arrive: a length that
 * some other process wrote is believed only up to the pipe's limit, and costs nothing by itself.
 * Confined to one thread at a time.
 */
final class Assembly {
  private static final int FIRST_BYTES = 1 << 16;

  private final Pieces format;
  private final int mostBytes;
  private byte[] bytes = new byte[0];
  private int total;
  private int come;

  Assembly(Pieces format, int mostBytes) {
    this.format = format;
    this.mostBytes = mostBytes;
  }

  /** How many pieces are still to come of the message that has begun; 0 if none has. */
  int missing() {
    return total == 0 ? 0 : (total - come + format.payload() - 1) / format.payload();
  }

  /** Adds a piece; the message if that was the last one. */
  byte @Nullable [] add(ByteBuffer piece) {
    int length = piece.getInt();
    int remaining = piece.getInt();
    if (length == Pieces.ABORTED) {
      drop();
      return null;
    }
    begin(length, remaining);
    int count = Math.min(remaining, format.payload());
    roomFor(come + count);
    piece.get(bytes, come, count);
    come += count;
    return come == total ? finish() : null;
  }

  private void begin(int length, int remaining) {
    if (total == 0 && length > 0 && length <= mostBytes) {
      total = length;
    }
    if (length != total || remaining != total - come) {
      throw new CorruptQueueException(
          "a piece of a message of " + length + " bytes does not fit what came before");
    }
  }

  private void roomFor(int count) {
    if (bytes.length < count) {
      long wanted = Math.max(FIRST_BYTES, Math.max(count, 2L * bytes.length));
      bytes = Arrays.copyOf(bytes, (int) Math.min(total, wanted));
    }
  }

  private byte[] finish() {
    byte[] message = bytes;
    drop();
    return message;
  }

  /** The rest will not come. */
  void drop() {
    bytes = new byte[0];
    total = 0;
    come = 0;
  }
}
