package io.sluice.bench.peer;

import io.sluice.bench.Peer;
import io.sluice.bench.Run;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A raw Unix-domain socket: each item behind its length, as many as fit a buffer of 64 KiB in a
 * system call. Its bound is the kernel's buffer: it does not know {@code maxSize}.
 */
public final class SocketPeer implements Peer {
  private @Nullable ServerSocketChannel listening;
  private @Nullable SocketChannel connection;

  @Override
  public String create(Run run) throws IOException {
    Path path = Path.of(run.endpoint(), "socket");
    listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listening.bind(UnixDomainSocketAddress.of(path));
    return path.toString();
  }

  @Override
  public void produce(Run run) throws IOException {
    SocketChannel opened = SocketChannel.open(UnixDomainSocketAddress.of(run.endpoint()));
    connection = opened;
    new SocketSender<>(opened, run.spec().payload()).send(run);
  }

  @Override
  public void finish(Run run) throws IOException {
    Objects.requireNonNull(connection).close();
  }

  @Override
  public void consume(Run run) throws IOException {
    SocketChannel accepted = Objects.requireNonNull(listening).accept();
    new SocketReceiver<>(accepted, run.spec().payload(), run.meter()).receive();
  }
}
