package io.sluice.ring;

import io.sluice.SluiceException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The JVM's one waiting thread. Others ring it through sockets; the end of a connection tells of a
 * peer's end; and while anybody in this JVM waits it looks around, every {@value #TICK_MILLIS} ms
 * or more seldom, see {@link Pace}.
 *
 * <p>A connection begins with the caller's token, eight bytes; then, in both directions, each byte
 * is the tag of a queue. One connection serves a pair of JVMs, whoever called.
 */
final class Doorbell implements Caller.Hearer {
  static final int TICK_MILLIS = 40;

  private static final long TICK_NANOS = TICK_MILLIS * 1_000_000L;

  /** Among {@link #waiters} one more, and one less; either is a change. */
  private static final long CAME = (1L << Integer.SIZE) + 1;

  private static final long LEFT = (1L << Integer.SIZE) - 1;

  private static final int TAGS = 256;

  /** What the doorbell tells. */
  interface Listener {
    /** There is news of the queues with this tag. On the doorbell's thread. */
    void rung(int tag);

    /**
     * Time to look at every queue. The best rank that this JVM has among those who wait, see {@link
     * Pace}. On the doorbell's thread.
     */
    int look();

    /** Whether there is what somebody in this JVM waits for. On the doorbell's thread. */
    boolean glance();

    /** A connection ended: the JVM of that token may be dead. On the doorbell's thread. */
    void lost(long token);
  }

  private final Listener listener;
  private final Selector selector;
  private final Thread thread;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final ConcurrentMap<Long, Peer> peers = new ConcurrentHashMap<>();

  /** The low half: those who wait; the high half: how many have ever come and left. */
  private final AtomicLong waiters = new AtomicLong();

  /** Whether a new waiter is looked after without more ado. */
  private volatile boolean alert;

  // Confined to the thread.
  private final ByteBuffer bytes = ByteBuffer.allocateDirect(512);
  private final boolean[] rungTags = new boolean[TAGS];
  private boolean anyRung;
  private boolean deaf;
  private final Pace pace = new Pace();
  private int rank;
  private long nextTick = System.nanoTime() + TICK_NANOS;

  /** One that nobody attends to before somebody takes its {@linkplain #turn turns}. */
  Doorbell(Listener listener, Selector selector) {
    this.listener = listener;
    this.selector = selector;
    this.thread = Shield.thread(this::run, "sluice-doorbell");
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

  /** Answers calls to the beacon from now on. */
  void listen(Beacon beacon) {
    try {
      beacon.bell().register(selector, SelectionKey.OP_ACCEPT, beacon);
      selector.wakeup();
    } catch (ClosedChannelException e) {
      throw new SluiceException("cannot listen in " + beacon.directory(), e);
    }
  }

  /** The beacon is put out: hangs up on all who know this JVM by it. */
  void forget(Beacon beacon) {
    execute(
        () -> {
          for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof Caller caller && caller.own() == beacon) {
              caller.end();
            }
          }
          peers.values().removeIf(Peer::isLost);
          // Closed channels leave the selector, and give up their descriptors, at its next turn.
          selector.wakeup();
        });
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

  /** Somebody begins to wait. */
  void waiterCame() {
    waiters.getAndAdd(CAME);
    if (!alert) {
      selector.wakeup();
    }
  }

  void waiterLeft() {
    waiters.getAndAdd(LEFT);
  }

  private int waiting() {
    return (int) waiters.get();
  }

  private int changes() {
    return (int) (waiters.get() >>> Integer.SIZE);
  }

  /** The JVM of that token, if there is a connection. */
  @Nullable Peer peer(long token) {
    Peer known = peers.get(token);
    return known == null || known.isLost() ? null : known;
  }

  /**
   * The JVM of that token, connected; null when it cannot be reached now, which says nothing about
   * its life. May read a file.
   */
  @Nullable Peer connect(Beacon own, long token) {
    Peer known = peer(token);
    if (known != null) {
      return known;
    }
    try {
      return call(own, token, SocketChannel.open(StandardProtocolFamily.UNIX));
    } catch (IOException e) {
      return null;
    }
  }

  private @Nullable Peer call(Beacon own, long token, SocketChannel channel) throws IOException {
    boolean connected = false;
    try {
      channel.configureBlocking(false);
      connected =
          channel.connect(UnixDomainSocketAddress.of(Beacon.bellPath(own.directory(), token)))
              && channel.write(ByteBuffer.allocate(Long.BYTES).putLong(0, own.token()))
                  == Long.BYTES;
      if (!connected) {
        return null;
      }
      Peer peer = new Peer(token, channel);
      introduced(peer);
      channel.register(selector, SelectionKey.OP_READ, Caller.known(own, channel, peer));
      selector.wakeup();
      return peer;
    } finally {
      if (!connected) {
        channel.close();
      }
    }
  }

  // --- the thread
  // -------------------------------------------------------------------------------------------------

  /** What the memory of a cut file throws may come late, and so outside every other shield. */
  @SuppressWarnings("InfiniteLoopStatement") // A daemon thread: it ends with the JVM.
  private void run() {
    while (true) {
      Shield.run(this::turnForEver);
    }
  }

  @SuppressWarnings("InfiniteLoopStatement")
  private void turnForEver() {
    while (true) {
      Shield.run(this::turn);
    }
  }

  /** Waits for news, unless there are tasks, and sees to all there is. */
  void turn() {
    await();
    for (SelectionKey key : selector.selectedKeys()) {
      Shield.run(() -> handle(key));
    }
    selector.selectedKeys().clear();
    if (anyRung) {
      anyRung = false;
      tellRung();
    }
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      Shield.run(task);
    }
    tickIfDue();
  }

  private void tellRung() {
    for (int tag = 0; tag < TAGS; tag++) {
      if (rungTags[tag]) {
        rungTags[tag] = false;
        int told = tag;
        Shield.run(() -> listener.rung(told));
      }
    }
  }

  private void await() {
    // A handler may have interrupted its own thread: the selector would not wait any more.
    Thread.interrupted();
    try {
      if (tasks.isEmpty()) {
        select();
      } else {
        selector.selectNow();
      }
    } catch (IOException e) {
      // There is no known cause; without a pause it might turn the thread into a busy one.
      LockSupport.parkNanos(TICK_NANOS);
    }
  }

  private void select() throws IOException {
    alert = deaf || !pace.isSteady();
    // Whoever begins to wait after this reads alert == false and wakes the selector.
    if (!alert && pace.isChange(changes())) {
      alert = true;
      long soon = System.nanoTime() + TICK_NANOS;
      nextTick = nextTick - soon < 0 ? nextTick : soon;
    }
    if (!alert && waiting() == 0) {
      selector.select();
      nextTick = System.nanoTime() + TICK_NANOS;
    } else {
      // Rounded up: a wait that ends a moment too early would be followed by another one.
      selector.select(Math.max(1, (nextTick - System.nanoTime() + 999_999) / 1_000_000));
    }
  }

  private void tickIfDue() {
    long now = System.nanoTime();
    if (now - nextTick < 0) {
      return;
    }
    if (deaf) {
      deaf = false;
      listenAgain(SelectionKey.OP_ACCEPT);
    }
    int changes = changes();
    if (!pace.isGlanceEnough(changes) || Shield.test(listener::glance)) {
      rank = Pace.NO_RANK;
      Shield.run(() -> rank = listener.look());
      pace.looked(changes, rank);
    }
    nextTick = now + TICK_NANOS * pace.ticks();
  }

  private void handle(SelectionKey key) {
    if (!key.isValid()) {
      return;
    }
    if (key.attachment() instanceof Caller caller) {
      caller.read(bytes, this);
    } else if (key.attachment() instanceof Beacon beacon) {
      accept(beacon);
    }
  }

  private void accept(Beacon beacon) {
    try {
      SocketChannel channel = beacon.bell().accept();
      if (channel != null) {
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, Caller.unknown(beacon, channel));
      }
    } catch (ClosedChannelException e) {
      // The beacon was put out.
    } catch (IOException e) {
      // Out of descriptors, most likely: the call stays in the backlog, and would be announced at
      // every turn.
      deaf = true;
      listenAgain(0);
    }
  }

  private void listenAgain(int interest) {
    for (SelectionKey key : selector.keys()) {
      if (key.isValid() && key.attachment() instanceof Beacon) {
        key.interestOps(interest);
      }
    }
  }

  // --- what comes of reading
  // --------------------------------------------------------------------------------------

  @Override
  public void introduced(Peer peer) {
    peers.merge(peer.token(), peer, (known, added) -> known.isLost() ? added : known);
  }

  @Override
  public void rung(int tag) {
    rungTags[tag] = true;
    anyRung = true;
  }

  @Override
  public void ended(@Nullable Peer peer) {
    if (peer != null) {
      peers.remove(peer.token(), peer);
      listener.lost(peer.token());
    }
  }
}
