package io.sluice.worker;

import io.sluice.CodecException;
import io.sluice.codec.Codec;
import io.sluice.worker.Frame.Kind;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 *
 *
 * <pre>
 *   0      1           9            13               13 + n
 *   | kind | task (8)  | n (4)      | head (n)       | body, to the end
 * </pre>
 *
 * Big-endian.
 */
final class FrameCodec implements Codec<Frame> {
  static final int PREFIX_BYTES = 13;

  /** Encoded bytes of a whole message; what a call and its result may be. */
  static final int MAX_BYTES = 256 << 20;

  @Override
  public void encode(Frame frame, ByteBuffer target) {
    long size = (long) PREFIX_BYTES + frame.head().length + frame.body().length;
    if (size > target.remaining()) {
      throw new BufferOverflowException();
    }
    ByteOrder order = target.order();
    target.order(ByteOrder.BIG_ENDIAN);
    target.put(frame.kind().code()).putLong(frame.task()).putInt(frame.head().length);
    target.put(frame.head()).put(frame.body());
    target.order(order);
  }

  @Override
  public Frame decode(ByteBuffer source) {
    ByteBuffer bytes = source.duplicate().order(ByteOrder.BIG_ENDIAN);
    if (bytes.remaining() < PREFIX_BYTES) {
      throw malformed(source);
    }
    Kind kind = Kind.of(bytes.get());
    long task = bytes.getLong();
    int headLength = bytes.getInt();
    if (kind == null || headLength < 0 || headLength > bytes.remaining()) {
      throw malformed(source);
    }
    byte[] head = take(bytes, headLength);
    byte[] body = take(bytes, bytes.remaining());
    source.position(source.limit());
    return new Frame(kind, task, head, body);
  }

  private static byte[] take(ByteBuffer bytes, int length) {
    if (length == 0) {
      return Frame.NOTHING;
    }
    byte[] taken = new byte[length];
    bytes.get(taken);
    return taken;
  }

  private static CodecException malformed(ByteBuffer source) {
    return new CodecException(
        source.remaining() + " bytes are no message of a worker pool", null, null);
  }

  @Override
  public String fingerprint() {
    return "sluice-worker-1";
  }
}
