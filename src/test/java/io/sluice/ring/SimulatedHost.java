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
 * JVMs in one directory, real but for their threads, that share a queue; and what must be true
 * there whatever became of any of them.
 */
public final class SimulatedHost implements AutoCloseable {
  static final int MAX_SIZE = 3;
  private static final int ITEM_SIZE = 2 * Items.SMALL;
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");
  private static final int HOSTS_BETWEEN_COLLECTIONS = 400;

  private static final int LAPS = 3;
  private static final int CAUSE_AREAS = 4;

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
  private ItemFilesOnDisk files;

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
    files = new ItemFilesOnDisk(QueueFiles.items(watchedFile, QueueHeader.id(memory)));
    referee = new Referee(memory, settings.layout(), files);
  }

  Referee referee() {
    return referee;
  }

  void changed(SimulatedJvm by) {
    if (referee != null) {
      referee.changed(owner(by));
    }
  }

  void diskChanged() {
    if (files != null) {
      files.changed();
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

  void requireAccepted(int producer, int first, int count, int result) {
    if (referee != null) {
      for (int i = 0; i < count; i++) {
        boolean accepted = referee.isAccepted(Items.of(producer, first + i));
        require(accepted == i < result, "accepted?");
      }
    }
  }

  // --- what is true in the end
  // ------------------------------------------------------------------------------------

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

  /**
   * Everybody goes on: survivors look around, one more JVM opens or creates the queue, all that was
   * accepted comes out once, the whole room is there, nobody waits for nothing, and in the end no
   * file is left.
   */
  void check() {
    // At the latest by now the kernel has told everybody whose connections have ended.
    living().forEach(jvm -> dead.forEach(d -> jvm.does(survivor -> survivor.loses(d))));
    living().forEach(jvm -> jvm.does(SimulatedJvm::timePasses));
    SimulatedJvm next = join();
    next.does(SimulatedJvm::createOrOpen);
    living().forEach(jvm -> jvm.does(SimulatedJvm::timePasses));
    living().stream()
        .filter(SimulatedJvm::isOpen)
        .forEach(jvm -> jvm.does(SimulatedJvm::requireWoken));
    if (referee == null) {
      watch();
      next.does(j -> require(j.engine().size() == 0, "a new queue is empty"));
    }
    requireParticipantsLive();
    referee.requireNoWordOfTheDead();
    if (isNamed()) {
      checkItems(next);
    } else {
      // It was deleted: who has it open goes on with it; the others have one of the same name.
      living().stream()
          .filter(SimulatedJvm::isOpen)
          .filter(j -> j.engine().id() == QueueHeader.id(memory))
          .forEach(this::checkItems);
      checkAnother(next);
      referee = null;
    }
    requireOwnFilesOnly();
    leave();
  }

  private boolean isNamed() {
    try {
      return QueueFiles.id(watchedFile) == QueueHeader.id(memory);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Whoever is paused may stay so for ever: the others take exactly what is ready, and put exactly
   * what there is room for.
   */
  void goOnWithoutThePaused(SimulatedJvm jvm) {
    int ready = referee.size();
    require(drain(jvm) == ready, "taken, of those ready");
    boolean open = !referee.isClosed();
    int room = open ? referee.room() : 0;
    for (int lap = 0; lap < LAPS && room > 0; lap++) {
      int[] put = {0};
      jvm.does(
          j -> {
            while (j.put(Items.SMALL) > 0) {
              put[0]++;
            }
          });
      require(put[0] == room, "put, where there was room");
      require(drain(jvm) == room, "taken, of those put");
    }
    if (open) {
      jvm.does(j -> j.put(Items.SMALL));
    }
  }

  private void checkItems(SimulatedJvm jvm) {
    // What the living hold they give back now.
    living().stream().filter(SimulatedJvm::isOpen).forEach(j -> j.does(SimulatedJvm::giveBackHeld));
    jvm.does(j -> require(j.engine().inFlight() == 0, "in nobody's hands"));
    int ready = referee.size();
    require(referee.unsettled() == ready, "everything accepted is ready");
    jvm.does(j -> require(j.engine().size() == ready, "size"));
    require(drain(jvm) == ready, "all that was ready comes out");
    require(referee.settledCount() == referee.acceptedCount(), "all is settled");
    require(referee.room() == MAX_SIZE, "the whole room is there");
    if (referee.isClosed()) {
      jvm.does(j -> require(j.put(Items.SMALL) == Engine.CLOSED, "closed"));
      return;
    }
    jvm.does(
        j -> {
          for (int i = 0; i < MAX_SIZE; i++) {
            require(j.put(i == 1 ? Items.LARGE : Items.SMALL) == 1, "room");
          }
          require(j.put(Items.SMALL) == Engine.NONE, "full");
        });
    require(drain(jvm) == MAX_SIZE, "all that was put comes out");
    require(referee.room() == MAX_SIZE, "the whole room is there again");
    jvm.does(j -> require(j.engine().isSettled(), "settled"));
  }

  private static int drain(SimulatedJvm jvm) {
    int[] taken = {0};
    jvm.does(
        j -> {
          while (j.take(1) > 0) {
            taken[0]++;
          }
        });
    return taken[0];
  }

  private static void checkAnother(SimulatedJvm jvm) {
    jvm.does(
        j -> {
          require(j.engine().size() == 0, "empty");
          require(j.engine().room() == MAX_SIZE, "room");
        });
  }

  private void requireParticipantsLive() {
    Participants participants = new Participants(memory, new WaitFlags(memory));
    for (int slot = 0; slot < Participants.SLOTS; slot++) {
      long word = participants.word(slot);
      if (Participants.isLive(word) || Participants.isDead(word)) {
        require(isLiving(Participants.token(word)), "a dead one takes part: slot " + slot);
      }
    }
    long cause = memory.getVolatile(QueueLayout.CAUSES);
    for (int area = 1; area <= CAUSE_AREAS; area++) {
      long holder = memory.getVolatile(QueueLayout.CAUSES + (long) area * Long.BYTES);
      require(holder == 0 || area == cause, "the dead hold an area for a cause");
    }
  }

  private boolean isLiving(long token) {
    return living.stream().anyMatch(jvm -> jvm.tokens().contains(token));
  }

  /** The queue's file, and the beacons of the living. */
  private void requireOwnFilesOnly() {
    for (Path file : QueueFiles.list(directory)) {
      String name = QueueFiles.name(file);
      boolean beacon = name.endsWith(Beacon.LOCK_SUFFIX) || name.endsWith(Beacon.BELL_SUFFIX);
      require(
          beacon
              ? isLiving(Beacon.token(file))
              : name.equals(QueueFiles.name(ShmAddress.path(address))),
          "a file is left: " + name);
    }
  }

  /** Everybody leaves in order. */
  public void leave() {
    for (SimulatedJvm jvm : living()) {
      jvm.does(
          j -> {
            if (j.isOpen()) {
              j.close();
            }
          });
    }
    boolean existed = Files.exists(ShmAddress.path(address));
    require(existed != settings.anonymous(), "an anonymous queue goes with the last");
    SharedMemoryEngine.delete(address);
    for (int i = 0; i < 3; i++) {
      living().forEach(jvm -> jvm.does(SimulatedJvm::timePasses));
    }
    require(QueueFiles.list(directory).isEmpty(), "files: " + QueueFiles.list(directory));
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
