package io.sluice.ring;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Another JVM's doorbell, connected. Ringing writes one byte, the tag of the queue there is news
 * of, and waits for nothing: when the socket is full the other side has enough to read, and looks
 * at everything before long anyway.
 *
 * <p>Thread-safe: whoever finds nobody writing writes for all; the others leave their tags.
 */
final class Peer {
  private final long token;
  private final SocketChannel channel;
  private final AtomicLongArray tags = new AtomicLongArray(4);
  private final AtomicInteger rings = new AtomicInteger();
  private final ByteBuffer one = ByteBuffer.allocateDirect(1);
  private volatile boolean lost;

  Peer(long token, SocketChannel channel) {
    this.token = token;
    this.channel = channel;
  }

  long token() {
    return token;
  }

  boolean isLost() {
    return lost;
  }

  /** By the doorbell's thread, which has read the connection's end. */
  void lose() {
    lost = true;
  }

  void ring(int tag) {
    tags.accumulateAndGet(tag >>> 6, 1L << (tag & 63), (a, b) -> a | b);
    if (rings.getAndIncrement() == 0) {
      int served = 1;
      do {
        writeTags();
        served = rings.addAndGet(-served);
      } while (served != 0);
    }
  }

  private void writeTags() {
    for (int i = 0; i < tags.length(); i++) {
      long bits = tags.getAndSet(i, 0);
      while (bits != 0) {
        write(i << 6 | Long.numberOfTrailingZeros(bits));
        bits &= bits - 1;
      }
    }
  }

  private void write(int tag) {
    try {
      one.clear().put(0, (byte) tag);
      channel.write(one);
    } catch (IOException e) {
      // The doorbell's thread reads the end of the stream and sees to it.
      lost = true;
    }
  }
}
