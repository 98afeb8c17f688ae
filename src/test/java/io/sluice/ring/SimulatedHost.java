package io.sluice.ring;

import io.sluice.memory.MappedFile;
import io.sluice.memory.Memory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * JVMs in one directory, real but for their threads, that share a queue, each of whose changes is
 * judged by a {@link Referee}.
 */
public final class SimulatedHost implements AutoCloseable {
  static final int MAX_SIZE = 3;
  private static final int ITEM_SIZE = 2 * Items.SMALL;
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");
  private static final int HOSTS_BETWEEN_COLLECTIONS = 400;

  private static int hosts;

  private final Path directory;
  private final URI address;
  private final QueueSettings settings;
  private final List<SimulatedJvm> living = new ArrayList<>();
  private final List<SimulatedJvm> dead = new ArrayList<>();
  private int jvms;

  private Path watchedFile;
  private Memory memory;
  private Referee referee;
  private ItemFilesOnDisk items;

  private SimulatedHost(QueueSettings settings) {
    this.settings = settings;
    try {
      directory =
          Files.isDirectory(SHARED_MEMORY)
              ? Files.createTempDirectory(SHARED_MEMORY, "sluice-crash-")
              : Files.createTempDirectory("sluice-crash-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.address =
        settings.anonymous() ? ShmAddress.anonymous(directory) : ShmAddress.of(directory, "queue");
    // Java unmaps nothing before it collects: the deleted files of many hosts would fill the
    // memory.
    if (++hosts % HOSTS_BETWEEN_COLLECTIONS == 0) {
      System.gc();
    }
  }

  /** Whose queue is for items. */
  static SimulatedHost ofQueue(boolean anonymous) {
    return new SimulatedHost(
        new QueueSettings(
            QueueSettings.Kind.QUEUE, MAX_SIZE, ITEM_SIZE, 1_000, 0, anonymous, "test", null));
  }

  /** Whose queue is for permits. */
  public static SimulatedHost ofPermits(int permits) {
    return new SimulatedHost(
        new QueueSettings(
            QueueSettings.Kind.PERMITS, permits, Long.BYTES, 0, 0, false, "test", null));
  }

  public URI address() {
    return address;
  }

  QueueSettings settings() {
    return settings;
  }

  /** A JVM starts. */
  public SimulatedJvm join() {
    SimulatedJvm jvm = new SimulatedJvm(this, ++jvms);
    living.add(jvm);
    return jvm;
  }

  /** Who came last, or was made the last. */
  SimulatedJvm last() {
    return living.get(living.size() - 1);
  }

  void makeLast(SimulatedJvm jvm) {
    living.remove(jvm);
    living.add(jvm);
  }

  /** Those who are not paused. */
  List<SimulatedJvm> awake() {
    return living.stream().filter(jvm -> !jvm.isPaused()).toList();
  }

  List<SimulatedJvm> living() {
    return List.copyOf(living);
  }

  // --- what the JVMs tell
  // -----------------------------------------------------------------------------------------

  /** From now on every change of the queue is judged. Nothing may be in anybody's hands. */
  void watch() {
    watchedFile = ShmAddress.path(address);
    try {
      memory = MappedFile.open(watchedFile, QueueHeader.LENGTH);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    items = new ItemFilesOnDisk(QueueFiles.items(watchedFile, QueueHeader.id(memory)));
    referee = new Referee(memory, settings.layout(), items);
  }

  Referee referee() {
    return referee;
  }

  /** What is judged, unwatched. */
  Memory memory() {
    return memory;
  }

  /** There is nothing to judge any more. */
  void forget() {
    referee = null;
  }

  List<SimulatedJvm> dead() {
    return dead;
  }

  List<Path> files() {
    return QueueFiles.list(directory);
  }

  /** See {@link Aftermath#check}. */
  void check() {
    new Aftermath(this).check();
  }

  /** Everybody leaves in order, and nothing stays. */
  public void leave() {
    new Aftermath(this).leave();
  }

  void changed(SimulatedJvm by) {
    if (referee != null) {
      referee.changed(owner(by));
    }
  }

  void diskChanged() {
    if (items != null) {
      items.changed();
    }
  }

  /** Whom the queue's words would name; 0 for nobody. */
  private int owner(SimulatedJvm jvm) {
    WaitFlags flags = new WaitFlags(memory);
    Participants participants = new Participants(memory, flags);
    for (int slot = 0; slot < flags.used(); slot++) {
      long word = participants.word(slot);
      if ((Participants.isLive(word) || Participants.isDead(word))
          && jvm.tokens().contains(Participants.token(word))) {
        return Participants.owner(slot, word);
      }
    }
    return BlockWord.NOBODY;
  }

  void dies(SimulatedJvm jvm) {
    living.remove(jvm);
    dead.add(jvm);
    if (referee != null && owner(jvm) != BlockWord.NOBODY) {
      referee.died(owner(jvm));
    }
  }

  void requireAccepted(SimulatedJvm by, int first, int count, int result) {
    if (referee != null && by.engine().id() == QueueHeader.id(memory)) {
      for (int i = 0; i < count; i++) {
        boolean accepted = referee.isAccepted(Items.of(by.number, first + i));
        require(accepted == i < result, "accepted?");
      }
    }
  }

  // --- deaths
  // -----------------------------------------------------------------------------------------------------

  /** A JVM dies, and nobody has noticed so far. */
  void killUnseen(SimulatedJvm jvm) {
    jvm.die();
    forgetIfGone();
  }

  /** Whether the queue is gone for everybody, then there is nothing to judge any more. */
  void forgetIfGone() {
    if (referee != null && !isNamed() && living.stream().noneMatch(SimulatedJvm::isOpen)) {
      referee = null;
    }
  }

  /** A JVM dies; those who know it hear of that, or find it out by themselves. */
  public void kill(SimulatedJvm jvm, boolean heard) {
    killUnseen(jvm);
    for (SimulatedJvm survivor : awake()) {
      if (heard) {
        survivor.does(s -> s.loses(jvm));
      } else {
        survivor.does(SimulatedJvm::timePasses);
      }
    }
  }

  /** Whether the queue that is judged still has its name. */
  boolean isNamed() {
    try {
      return QueueFiles.id(watchedFile) == QueueHeader.id(memory);
    } catch (IOException e) {
      return false;
    }
  }

  boolean isLiving(long token) {
    return living.stream().anyMatch(jvm -> jvm.tokens().contains(token));
  }

  /** What is left of the processes goes, and of the directory. */
  @Override
  public void close() {
    referee = null;
    living().forEach(SimulatedJvm::die);
    QueueFiles.list(directory).forEach(QueueFiles::tryDelete);
    QueueFiles.tryDelete(directory);
  }

  static void require(boolean condition, String what) {
    if (!condition) {
      throw new AssertionError(what);
    }
  }
}
