package io.sluice.bench.peer;

import io.sluice.bench.Meter;
import io.sluice.bench.Payload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Reads as much as there is and takes the items out of it. */
final class SocketReceiver<T> {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int LEAST_ROOM = 1 << 10;

  private final SocketChannel channel;
  private final Payload<T> payload;
  private final Decoder<T> decoder;
  private final Meter meter;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).flip();
  private final byte[] bytes;

  SocketReceiver(SocketChannel channel, Payload<T> payload, Meter meter) {
    this.channel = channel;
    this.payload = payload;
    this.decoder = Decoder.of(payload);
    this.bytes = new byte[Math.max(LEAST_ROOM, payload.bytes())];
    this.meter = meter;
  }

  /** Receives until the end of the stream. */
  void receive() throws IOException {
    while (fill(Integer.BYTES)) {
      int length = buffer.getInt();
      for (int done = 0; done < length; ) {
        fill(1);
        int part = Math.min(buffer.remaining(), length - done);
        buffer.get(bytes, done, part);
        done += part;
      }
      meter.add(payload.id().applyAsLong(decoder.decode(bytes, length)));
    }
  }

  /** Reads until there is so much; false at the end of the stream, which is between items. */
  private boolean fill(int least) throws IOException {
    if (buffer.remaining() >= least) {
      return true;
    }
    buffer.compact();
    while (buffer.position() < least) {
      if (channel.read(buffer) < 0) {
        return false;
      }
    }
    buffer.flip();
    return true;
  }
}
