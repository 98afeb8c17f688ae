package io.sluice.bench.latency;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Over a Unix-domain socket, by blocking writes and reads: what the kernel alone takes. */
final class SocketCourt implements Court {
  private ServerSocketChannel listening;

  @Override
  public String create(String workspace) throws IOException {
    Path path = Path.of(workspace, "socket");
    listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listening.bind(UnixDomainSocketAddress.of(path));
    return path.toString();
  }

  @Override
  public void ping(Rally rally) throws IOException {
    SocketChannel channel = accept();
    ByteBuffer message = ByteBuffer.allocateDirect(MESSAGE_BYTES);
    while (rally.goesOn()) {
      rally.pause();
      message.clear();
      rally.serve();
      write(channel, message);
      read(channel, message);
      rally.returned();
    }
  }

  @Override
  public void echo(String endpoint) throws IOException {
    SocketChannel channel = connect(endpoint);
    ByteBuffer message = ByteBuffer.allocateDirect(MESSAGE_BYTES);
    while (true) {
      read(channel, message);
      write(channel, message);
    }
  }

  SocketChannel accept() throws IOException {
    return listening.accept();
  }

  static SocketChannel connect(String endpoint) throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(endpoint));
  }

  static void write(SocketChannel channel, ByteBuffer message) throws IOException {
    while (message.hasRemaining()) {
      channel.write(message);
    }
  }

  /** Fills the buffer and flips it. */
  static void read(SocketChannel channel, ByteBuffer message) throws IOException {
    message.clear();
    while (message.hasRemaining()) {
      if (channel.read(message) < 0) {
        throw new IOException("the other end has closed");
      }
    }
    message.flip();
  }
}
