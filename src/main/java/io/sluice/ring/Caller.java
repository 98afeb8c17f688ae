package io.sluice.ring;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * One connection, as the doorbell's thread reads it: the other side's token first if that has
 * called, then tags.
 */
final class Caller {
  /** What comes of reading. */
  interface Hearer {
    /** The other side has said who it is. */
    void introduced(Peer peer);

    void rung(int tag);

    /** The connection has ended; null if the other side never said who it is. */
    void ended(@Nullable Peer peer);
  }

  private final Beacon own;
  private final SocketChannel channel;
  private long token;
  private int tokenBytes;
  private @Nullable Peer peer;

  private Caller(Beacon own, SocketChannel channel) {
    this.own = own;
    this.channel = channel;
  }

  /** The other side has called this JVM's beacon, and will say who it is. */
  static Caller unknown(Beacon own, SocketChannel channel) {
    return new Caller(own, channel);
  }

  /** This side has called. */
  static Caller known(Beacon own, SocketChannel channel, Peer peer) {
    Caller caller = new Caller(own, channel);
    caller.peer = peer;
    caller.tokenBytes = Long.BYTES;
    return caller;
  }

  Beacon own() {
    return own;
  }

  void read(ByteBuffer buffer, Hearer hearer) {
    int count;
    do {
      buffer.clear();
      count = read(buffer);
      for (int i = 0; i < count; i++) {
        accept(buffer.get(i), hearer);
      }
    } while (count == buffer.capacity());
    if (count < 0) {
      end();
      hearer.ended(peer);
    }
  }

  private int read(ByteBuffer buffer) {
    try {
      return channel.read(buffer);
    } catch (IOException e) {
      return -1;
    }
  }

  private void accept(byte value, Hearer hearer) {
    if (tokenBytes == Long.BYTES) {
      hearer.rung(value & 0xff);
      return;
    }
    token = (token << 8) | (value & 0xff);
    if (++tokenBytes == Long.BYTES) {
      Peer introduced = new Peer(token, channel);
      peer = introduced;
      hearer.introduced(introduced);
    }
  }

  /** Hangs up. */
  void end() {
    if (peer != null) {
      peer.lose();
    }
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing was to be said any more.
    }
  }
}
