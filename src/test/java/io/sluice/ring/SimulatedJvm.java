package io.sluice.ring;

import io.sluice.memory.WatchedMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One JVM of a {@link SimulatedHost}, with all that a real one has in this library but threads: a
 * station of its own, beacons, real files, real locks, real sockets, its own mappings. When it is
 * killed the kernel, that is this class, closes what it had open.
 */
public final class SimulatedJvm extends StoppedProcess {
  private static final Engine.Answer NO_ANSWER = (result, failure) -> {};

  final int number;
  private final SimulatedHost host;
  private final Selector selector;
  private final Station station;
  private final TasksByHand tasks = new TasksByHand();
  private final List<Channel> channels = new ArrayList<>();
  private final Set<Long> tokens = new HashSet<>();
  private final Map<Signal, Woken> waiters = new EnumMap<>(Signal.class);
  private final List<Claim> claims = new ArrayList<>();
  private final List<SharedMemoryEngine> handles = new ArrayList<>();
  private SharedMemoryEngine engine;
  private int items;

  SimulatedJvm(SimulatedHost host, int number) {
    this.host = host;
    this.number = number;
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    station =
        new Station(
            tasks,
            listener -> new Doorbell(listener, selector),
            memory -> new WatchedMemory(memory, this));
  }

  Set<Long> tokens() {
    return tokens;
  }

  @Override
  public void changed() {
    host.changed(this);
  }

  @Override
  void changesDisk(Path path) {
    host.diskChanged();
    if (QueueFiles.name(path).endsWith(Beacon.HALF_MADE_SUFFIX)) {
      tokens.add(Beacon.token(path));
    }
  }

  // --- doing, and being stopped
  // -----------------------------------------------------------------------------------

  /** Does a whole operation. */
  public void does(Consumer<SimulatedJvm> operation) {
    doWhole(() -> operation.accept(this));
  }

  /** Dies in an operation, before its k-th step; whether it came to its end before. */
  public boolean dies(Consumer<SimulatedJvm> operation, int k) {
    return stopForEver(() -> operation.accept(this), k);
  }

  /** Is paused in an operation, before its k-th step; whether it came to its end before. */
  public boolean pauses(Consumer<SimulatedJvm> operation, int k) {
    return pause(() -> operation.accept(this), k);
  }

  @Override
  public void opened(Channel channel) {
    channels.add(channel);
  }

  /** The process ends where it is: the kernel closes what it had open, which drops its locks. */
  public void die() {
    host.dies(this);
    leaveForEver();
    try {
      for (Channel channel : channels) {
        channel.close();
      }
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    tokens.forEach(token -> OwnTokens.remove(Beacon.name(token)));
  }

  // --- what its service threads do
  // --------------------------------------------------------------------------------

  /** What was asked of the watch is done. */
  public void work() {
    tasks.run();
  }

  /** The doorbell hears what there is to be heard, then the watch works. */
  void hear() {
    station.doorbell().execute(() -> {});
    station.doorbell().turn();
    work();
  }

  /** Long enough that everybody looks around: the doorbell's thread and the watch. */
  public void timePasses() {
    hear();
    int unused = station.look();
    tasks.timePasses();
  }

  /** Whether the doorbell's thread would see that somebody here waits for what there is. */
  boolean glances() {
    return station.glance();
  }

  /** Connections to that JVM have ended. */
  public void loses(SimulatedJvm lost) {
    lost.tokens.forEach(station::lost);
    work();
  }

  /** What its shutdown hook does; then it dies. */
  void endsInOrder() {
    station.jvmEnds();
  }

  // --- queues
  // -----------------------------------------------------------------------------------------------------

  /** The engine of the handle opened last. */
  public SharedMemoryEngine engine() {
    return engine;
  }

  boolean isOpen() {
    return engine != null;
  }

  void create() {
    opened(SharedMemoryEngine.create(station, host.address(), host.settings()));
  }

  void open() {
    QueueSettings settings = host.settings();
    opened(
        SharedMemoryEngine.open(
            station, host.address(), settings.kind(), settings.fingerprint(), 0));
  }

  /** Opens the host's queue, or creates it. */
  public void createOrOpen() {
    opened(SharedMemoryEngine.createOrOpen(station, host.address(), host.settings()));
  }

  private void opened(SharedMemoryEngine handle) {
    engine = handle;
    handles.add(handle);
    work();
  }

  /** Closes all handles, with whatever was claimed through them. */
  public void close() {
    claims.clear();
    for (SharedMemoryEngine handle : handles) {
      var unused = handle.close();
    }
    handles.clear();
    waiters.clear();
    engine = null;
    work();
  }

  boolean delete() {
    return SharedMemoryEngine.delete(host.address());
  }

  /** Puts items of those lengths; how many were accepted. */
  int put(int... lengths) {
    PutRun run = new PutRun();
    int first = items;
    for (int length : lengths) {
      Items.write(run.target(), Items.of(number, items++), length);
      run.added();
    }
    int result = engine.put(run, NO_ANSWER);
    host.requireAccepted(this, first, lengths.length, result);
    work();
    return result;
  }

  /** Takes up to so many items and settles them; how many there were. */
  int take(int most) {
    TakeRun run = engine.takeRun(most, NO_ANSWER);
    int taken = run.take(most);
    for (int i = 0; i < taken; i++) {
      read(run.payload(i), run.length(i));
      run.settle(i);
    }
    run.finish();
    work();
    return taken;
  }

  /** Takes up to so many items and keeps them. */
  int hold(int most) {
    TakeRun run = engine.takeRun(most, NO_ANSWER);
    int taken = run.take(most);
    for (int i = 0; i < taken; i++) {
      claims.add(run.detach(i));
    }
    run.finish();
    work();
    return taken;
  }

  void giveBackRun(int most) {
    TakeRun run = engine.takeRun(most, NO_ANSWER);
    int taken = run.take(most);
    for (int i = 0; i < taken; i++) {
      run.giveBack(i, true);
    }
    run.finish();
    work();
  }

  void settleHeld() {
    claims.forEach(Claim::settle);
    claims.clear();
    work();
  }

  void giveBackHeld() {
    claims.forEach(claim -> claim.giveBack(true));
    claims.clear();
    work();
  }

  private static void read(ByteBuffer payload, int length) {
    byte[] bytes = new byte[length];
    payload.get(bytes);
    int unused = Items.read(bytes, length);
  }

  /**
   * Begins to wait for everything, anew if it waits already: of several waiters the engine wakes
   * the first, who is to pass it on, and these do not.
   */
  void await() {
    cancelWaits();
    for (Signal signal : Signal.values()) {
      Woken waiter = new Woken();
      waiters.put(signal, waiter);
      engine.await(signal, waiter);
    }
  }

  /** Gives up waiting. */
  void cancelWaits() {
    waiters.forEach((signal, waiter) -> engine.cancel(signal, waiter));
    waiters.clear();
  }

  /** Nobody waits on while there is what was waited for. */
  void requireWoken() {
    waiters.forEach(
        (signal, waiter) -> {
          boolean cause =
              switch (signal) {
                case ITEMS -> engine.isClosed() || !engine.isEmpty();
                case ROOM -> engine.isClosed() || !engine.isFull();
                case SETTLED -> engine.isSettled();
                case ENDED -> engine.isClosed();
              };
          if (cause && waiter.wakes() == 0) {
            throw new AssertionError("waits for " + signal + " for ever");
          }
        });
  }

  @Override
  public String toString() {
    return "JVM " + number;
  }
}
