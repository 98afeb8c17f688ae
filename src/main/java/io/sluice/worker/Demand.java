package io.sluice.worker;

import io.sluice.worker.Frame.Kind;
import java.nio.ByteBuffer;

/** How many more items a caller wants, as a frame. */
final class Demand {
  private Demand() {}

  static Frame frame(long task, long items) {
    return Frame.withBody(
        Kind.REQUEST, task, ByteBuffer.allocate(Long.BYTES).putLong(items).array());
  }

  static long of(Frame frame) {
    return ByteBuffer.wrap(frame.body()).getLong();
  }
}
