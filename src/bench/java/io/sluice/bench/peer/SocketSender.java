package io.sluice.bench.peer;

import io.sluice.bench.Payload;
import io.sluice.bench.Run;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Collects items behind their lengths and writes them when the buffer is full. */
final class SocketSender<T> {
  private static final int BUFFER_BYTES = 1 << 16;

  private final SocketChannel channel;
  private final Payload<T> payload;
  private final Encoder<T> encoder;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

  SocketSender(SocketChannel channel, Payload<T> payload) {
    this.channel = channel;
    this.payload = payload;
    this.encoder = Encoder.of(payload);
  }

  void send(Run run) throws IOException {
    for (long id = 0; !run.stopped(); id++) {
      T item = payload.create().apply(id);
      write(encoder.encode(item));
      run.meter().add(payload.id().applyAsLong(item));
    }
    flush();
  }

  private void write(int length) throws IOException {
    if (buffer.remaining() < Integer.BYTES) {
      flush();
    }
    buffer.putInt(length);
    for (int done = 0; done < length; ) {
      if (!buffer.hasRemaining()) {
        flush();
      }
      int part = Math.min(buffer.remaining(), length - done);
      buffer.put(encoder.bytes(), done, part);
      done += part;
    }
  }

  private void flush() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }
}
