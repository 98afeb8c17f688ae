package io.sluice.bench.latency;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A Unix-domain socket with blocking reads and writes, a system call for each message. */
final class SocketRoute implements Route {
  private final SocketCourt socket = new SocketCourt();

  @Override
  public String create(String workspace) throws IOException {
    return socket.create(workspace);
  }

  @Override
  public void receive(Arrivals arrivals) throws IOException {
    SocketChannel channel = socket.accept();
    byte[] message = new byte[Timetable.MESSAGE_BYTES];
    ByteBuffer buffer = ByteBuffer.allocateDirect(message.length);
    while (!arrivals.areComplete()) {
      SocketCourt.read(channel, buffer);
      buffer.get(message);
      arrivals.arrived(message);
    }
  }

  @Override
  public Departures open(String endpoint) throws IOException {
    SocketChannel channel = SocketCourt.connect(endpoint);
    ByteBuffer buffer = ByteBuffer.allocateDirect(Timetable.MESSAGE_BYTES);
    return message -> {
      buffer.clear();
      SocketCourt.write(channel, buffer.put(message).flip());
    };
  }
}
