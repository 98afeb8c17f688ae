package io.sluice.pipe;

import io.sluice.ring.PutRun;
import java.nio.ByteBuffer;

/**
 * How messages lie in the blocks of a pipe.
 *
 * <p>An item that is shorter than a block is a whole message, as it was encoded: a small message
 * costs what a queue's item does. An item that fills its block is a piece of a larger message:
 *
 * <pre>
 * 0       4           8                                block size
 * +-------+-----------+---------------------------------+
 * | total | remaining | bytes; what follows them is idle |
 * +-------+-----------+---------------------------------+
 * </pre>
 *
 * <ul>
 *   <li>total: the message's bytes. 0: the message that was begun is not wanted any more, and no
 *       further piece of it comes.
 *   <li>remaining: those in this piece and in all that follow it; in the first one, all.
 * </ul>
 *
 * <p>One process writes, and one large message at a time; a small one of another thread may come
 * between its pieces, which its length tells apart.
 *
 * @param blockSize how many bytes fill a block
 */
record Pieces(int blockSize) {
  static final int ABORTED = 0;

  private static final int HEADER = 2 * Integer.BYTES;

  boolean isWhole(int length) {
    return length < blockSize;
  }

  /** The most bytes of a message in one piece. */
  int payload() {
    return blockSize - HEADER;
  }

  /** How many blocks a message takes. */
  int count(int length) {
    return isWhole(length) ? 1 : (int) (((long) length + payload() - 1) / payload());
  }

  /** Adds the piece of the run's first item that begins at {@code offset}. */
  void add(PutRun pieces, PutRun source, int offset) {
    int total = source.length(0);
    ByteBuffer target = room(pieces);
    int end = target.position() + blockSize;
    target.putInt(total).putInt(total - offset);
    source.copyOut(0, offset, target, Math.min(payload(), total - offset));
    target.position(end);
    pieces.added();
  }

  void addAbort(PutRun pieces) {
    ByteBuffer target = room(pieces);
    int end = target.position() + blockSize;
    target.putInt(ABORTED).putInt(0).position(end);
    pieces.added();
  }

  private ByteBuffer room(PutRun pieces) {
    ByteBuffer target = pieces.target();
    while (target.remaining() < blockSize) {
      pieces.grow(blockSize);
      target = pieces.target();
    }
    return target;
  }
}
