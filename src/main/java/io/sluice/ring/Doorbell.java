package io.sluice.ring;

import io.sluice.SluiceException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The JVM's one waiting thread. Others ring it through sockets; the end of a connection tells of a
 * peer's end; and while anybody in this JVM waits it looks around every {@value #TICK_MILLIS} ms,
 * because a waker may be stopped between its commit and its ring.
 *
 * <p>A connection begins with the caller's token, eight bytes; then, in both directions, each byte
 * is the tag of a queue. One connection serves a pair of JVMs, whoever called.
 */
final class Doorbell {
  static final int TICK_MILLIS = 40;

  /**
   * The ticks that go on after the last waiter left: most waits begin soon after another has ended.
   */
  private static final int IDLE_TICKS = 25;

  private static final int TAGS = 256;

  /** What the doorbell tells. */
  interface Listener {
    /** There is news of the queues with this tag. On the doorbell's thread. */
    void rung(int tag);

    /** Time to look at every queue with waiters. On the doorbell's thread. */
    void tick();

    /** A connection ended: the JVM of that token may be dead. On the doorbell's thread. */
    void lost(long token);
  }

  private final Listener listener;
  private final Selector selector;
  private final Thread thread;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final ConcurrentMap<Long, Peer> peers = new ConcurrentHashMap<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final ByteBuffer bytes = ByteBuffer.allocateDirect(512);
  private final boolean[] rungTags = new boolean[TAGS];
  private volatile boolean ticking;
  private int idleTicks;
  private long nextTick;

  private Doorbell(Listener listener, Selector selector) {
    this.listener = listener;
    this.selector = selector;
    this.thread = new Thread(this::run, "sluice-doorbell");
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
  }

  static Doorbell start(Listener listener) {
    try {
      Doorbell doorbell = new Doorbell(listener, Selector.open());
      doorbell.thread.start();
      return doorbell;
    } catch (IOException e) {
      throw new SluiceException("cannot open a selector", e);
    }
  }

  void listen(Beacon beacon) {
    try {
      ServerSocketChannel bell = beacon.bell();
      bell.register(selector, SelectionKey.OP_ACCEPT);
      selector.wakeup();
    } catch (IOException e) {
      throw new SluiceException("cannot listen in " + beacon.directory(), e);
    }
  }

  /** Runs a task on the doorbell's thread; at once when that is the caller's. */
  void execute(Runnable task) {
    if (Thread.currentThread() == thread) {
      task.run();
    } else {
      tasks.add(task);
      selector.wakeup();
    }
  }

  boolean isOwnThread() {
    return Thread.currentThread() == thread;
  }

  /** Somebody begins to wait. */
  void waiterCame() {
    waiting.incrementAndGet();
    if (!ticking) {
      selector.wakeup();
    }
  }

  void waiterLeft() {
    waiting.decrementAndGet();
  }

  /** The peer, connected; null when it cannot be reached now, which says nothing about its life. */
  @Nullable Peer connect(Beacon own, long token) {
    Peer known = peers.get(token);
    if (known != null && !known.isLost()) {
      return known;
    }
    try {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      return adopt(channel, own, token);
    } catch (IOException e) {
      return null;
    }
  }

  private @Nullable Peer adopt(SocketChannel channel, Beacon own, long token) throws IOException {
    try {
      channel.configureBlocking(false);
      if (channel.connect(UnixDomainSocketAddress.of(Beacon.bellPath(own.directory(), token)))
          && channel.write(ByteBuffer.allocate(Long.BYTES).putLong(0, own.token())) == Long.BYTES) {
        return register(new Caller(channel, token));
      }
      channel.close();
      return null;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private Peer register(Caller caller) throws IOException {
    Peer peer = caller.introduce();
    caller.channel.register(selector, SelectionKey.OP_READ, caller);
    selector.wakeup();
    return peer;
  }

  private void run() {
    while (selector.isOpen()) {
      try {
        turn();
      } catch (IOException | RuntimeException | InternalError e) {
        // One socket or one broken file: whoever uses it meets the failure too, and the others go
        // on being served.
        Thread.onSpinWait();
      }
    }
  }

  private void turn() throws IOException {
    await();
    for (SelectionKey key : selector.selectedKeys()) {
      handle(key);
    }
    selector.selectedKeys().clear();
    for (int tag = 0; tag < TAGS; tag++) {
      if (rungTags[tag]) {
        rungTags[tag] = false;
        listener.rung(tag);
      }
    }
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
    tickIfDue();
  }

  private void await() throws IOException {
    if (!tasks.isEmpty()) {
      selector.selectNow();
      return;
    }
    if (waiting.get() > 0) {
      idleTicks = 0;
    }
    ticking = idleTicks < IDLE_TICKS;
    // Whoever begins to wait after this reads ticking == false and wakes the selector.
    if (!ticking && waiting.get() == 0) {
      selector.select();
      nextTick = System.nanoTime() + TICK_MILLIS * 1_000_000L;
    } else {
      ticking = true;
      selector.select(Math.max(1, (nextTick - System.nanoTime()) / 1_000_000));
    }
  }

  private void tickIfDue() {
    long now = System.nanoTime();
    if (now - nextTick >= 0) {
      nextTick = now + TICK_MILLIS * 1_000_000L;
      if (waiting.get() > 0) {
        listener.tick();
      } else {
        idleTicks++;
      }
    }
  }

  private void handle(SelectionKey key) throws IOException {
    if (!key.isValid()) {
      return;
    }
    if (key.isAcceptable()) {
      SocketChannel channel = ((ServerSocketChannel) key.channel()).accept();
      if (channel != null) {
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, new Caller(channel, 0));
      }
    } else if (key.isReadable() && key.attachment() instanceof Caller caller) {
      caller.read();
    }
  }

  /** One connection: reads the token first if the other side called, then tags. */
  private final class Caller {
    private final SocketChannel channel;
    private long token;
    private int tokenBytes;
    private @Nullable Peer peer;

    /** A token of 0: the other side has called and will say who it is. */
    Caller(SocketChannel channel, long token) {
      this.channel = channel;
      this.token = token;
      this.tokenBytes = token == 0 ? 0 : Long.BYTES;
    }

    private Peer introduce() {
      Peer introduced = new Peer(token, channel);
      peer = introduced;
      Peer known = peers.putIfAbsent(token, introduced);
      if (known != null && known.isLost()) {
        peers.replace(token, known, introduced);
      }
      return introduced;
    }

    private void read() {
      int count;
      do {
        bytes.clear();
        count = readBytes();
        for (int i = 0; i < count; i++) {
          accept(bytes.get(i));
        }
      } while (count == bytes.capacity());
      if (count < 0) {
        end();
      }
    }

    private int readBytes() {
      try {
        return channel.read(bytes);
      } catch (IOException e) {
        return -1;
      }
    }

    private void accept(byte value) {
      if (tokenBytes == Long.BYTES) {
        rungTags[value & 0xff] = true;
      } else {
        token = (token << 8) | (value & 0xff);
        if (++tokenBytes == Long.BYTES) {
          introduce();
        }
      }
    }

    private void end() {
      Peer ended = peer;
      if (ended == null) {
        ended = new Peer(token, channel);
      }
      ended.lose();
      peers.remove(ended.token(), ended);
      if (tokenBytes == Long.BYTES) {
        listener.lost(ended.token());
      }
    }
  }
}
