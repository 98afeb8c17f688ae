package io.sluice.pipe;

import io.sluice.ring.Claim;
import io.sluice.ring.TakeRun;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages taken together. They are out of the pipe: this process is the only one that may read
 * them, so nobody else could have them back; what is given back goes to this process's next taker.
 */
final class MessageRun implements TakeRun {
  private static final byte[] NOTHING = {};

  private final PieceReader reader;
  private final TakeRun pieces;
  private final byte[][] arrays;
  private final int[] offsets;
  private final int[] lengths;
  private final boolean[] owned;
  private ByteBuffer payload = ByteBuffer.allocate(0);
  private final List<byte[]> returned = new ArrayList<>();
  private int count;

  MessageRun(PieceReader reader, TakeRun pieces, int most) {
    this.reader = reader;
    this.pieces = pieces;
    this.arrays = new byte[most][];
    this.offsets = new int[most];
    this.lengths = new int[most];
    this.owned = new boolean[most];
  }

  TakeRun pieces() {
    return pieces;
  }

  int count() {
    return count;
  }

  /** A message whose array is nobody else's, and nothing else's. */
  void add(byte[] message) {
    owned[count] = true;
    add(message, 0, message.length);
  }

  /** A message within an array that serves others too, until the run is finished. */
  void addShared(byte[] array, int offset, int length) {
    owned[count] = false;
    add(array, offset, length);
  }

  private void add(byte[] array, int offset, int length) {
    arrays[count] = array;
    offsets[count] = offset;
    lengths[count] = length;
    count++;
  }

  @Override
  public int take(int most) {
    return reader.take(this, Math.min(most, arrays.length));
  }

  @Override
  public int earlierDeliveries(int item) {
    return 0;
  }

  @Override
  public int length(int item) {
    return lengths[item];
  }

  @Override
  public ByteBuffer payload(int item) {
    if (payload.array() != arrays[item]) {
      payload = ByteBuffer.wrap(arrays[item]);
    }
    return payload.limit(offsets[item] + lengths[item]).position(offsets[item]);
  }

  @Override
  public byte @Nullable [] owned(int item) {
    return owned[item] ? arrays[item] : null;
  }

  @Override
  public int settle(int item) {
    return 1;
  }

  @Override
  public void giveBack(int item, boolean delivered) {
    returned.add(
        owned[item]
            ? arrays[item]
            : Arrays.copyOfRange(arrays[item], offsets[item], offsets[item] + lengths[item]));
  }

  @Override
  public Claim detach(int item) {
    throw new UnsupportedOperationException("a pipe's messages are not acknowledged");
  }

  @Override
  public void finish() {
    if (!returned.isEmpty()) {
      reader.giveBack(returned);
      returned.clear();
    }
    for (int i = 0; i < count; i++) {
      arrays[i] = NOTHING;
    }
    count = 0;
  }
}
