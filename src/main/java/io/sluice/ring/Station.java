package io.sluice.ring;

import io.sluice.SluiceException;
import io.sluice.memory.MappedFile;
import io.sluice.memory.Memory;
import io.sluice.memory.SharedDirectory;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a JVM has once for all its queues: the doorbell, a beacon for each directory, an attachment
 * for each file, and the thread that looks after the dead. Two threads in all, whatever the number
 * of queues and waiters.
 *
 * <p>The monitor guards which files are open and by how many handles; no file is touched under it,
 * for handles are closed on threads that must not wait.
 */
final class Station implements Doorbell.Listener {
  private static volatile @Nullable Station instance;

  /** A deleted file's name may be taken by a new one, and a file's copy has its id. */
  record Key(Path path, long id) {}

  // Guarded by this; read by the doorbell and the watch through the list.
  private final Map<Key, Attachment> byKey = new HashMap<>();
  private final List<Attachment> attachments = new CopyOnWriteArrayList<>();
  private final Beacons beacons = new Beacons(this::begin, this::end);
  private final UnaryOperator<Memory> view;
  private final Watch watch;
  private final Doorbell doorbell;

  /**
   * Makes what a JVM has once.
   *
   * @param watchThread where the dead are looked after
   * @param bell makes the doorbell
   * @param view how this JVM sees what it maps
   */
  Station(
      ScheduledExecutorService watchThread,
      Function<Doorbell.Listener, Doorbell> bell,
      UnaryOperator<Memory> view) {
    this.view = view;
    this.watch = new Watch(this, watchThread);
    this.doorbell = bell.apply(this);
  }

  private static Station start() {
    Station station = new Station(Watch.thread(), Doorbell::start, UnaryOperator.identity());
    try {
      Runtime.getRuntime().addShutdownHook(Shield.thread(station::jvmEnds, "sluice-exit"));
    } catch (IllegalStateException e) {
      // It ends already: what is left is for others to sweep up.
    }
    return station;
  }

  static Station get() {
    Station station = instance;
    return station != null ? station : make();
  }

  /** By the first who needs it, and by the next if that fails. */
  private static synchronized Station make() {
    Station station = instance;
    if (station == null) {
      station = start();
      instance = station;
    }
    return station;
  }

  private void begin(Beacon lit) {
    doorbell.listen(lit);
    CompletableFuture<Void> unused = watch.clean(lit);
  }

  private void end(Beacon putOut) {
    doorbell.forget(putOut);
  }

  Doorbell doorbell() {
    return doorbell;
  }

  Watch watch() {
    return watch;
  }

  List<Attachment> attachments() {
    return attachments;
  }

  /** Sweeps now what the dead have left where this JVM has, or just had, anything open. */
  CompletableFuture<Void> clean() {
    return CompletableFuture.allOf(
        beacons().stream().map(watch::clean).toArray(CompletableFuture<?>[]::new));
  }

  List<Beacon> beacons() {
    return beacons.lit();
  }

  /**
   * Gives each open queue its turn, and says whether any of them answered yes. What the memory of a
   * cut file throws may come late, in another queue's turn: then the cut one is looked for, and the
   * others have their turn again.
   */
  boolean any(Predicate<Attachment> turn) {
    boolean any = false;
    boolean again = true;
    while (again) {
      AtomicBoolean fault = new AtomicBoolean();
      for (Attachment attachment : attachments) {
        any |= !attachment.isCut() && Shield.test(() -> turn(attachment, turn, fault));
      }
      again = fault.get() && findCut();
    }
    return any;
  }

  private static boolean turn(
      Attachment attachment, Predicate<Attachment> turn, AtomicBoolean fault) {
    try {
      return turn.test(attachment);
    } catch (InternalError e) {
      fault.set(true);
      return false;
    }
  }

  private boolean findCut() {
    boolean found = false;
    for (Attachment attachment : attachments) {
      found |= attachment.findCut();
    }
    return found;
  }

  // --- files
  // ------------------------------------------------------------------------------------------------------

  /**
   * Creates a queue's file and attaches to it.
   *
   * @throws FileAlreadyExistsException if the name is taken
   */
  Attachment create(Path path, QueueSettings settings) throws IOException {
    return attach(path, beacon -> make(path, settings, beacon));
  }

  private static Memory make(Path path, QueueSettings settings, Beacon beacon) throws IOException {
    return MappedFile.create(
        path,
        QueueFiles.halfMade(path, beacon),
        settings.layout().fileLength(),
        file -> {
          new RingQueue(file, settings.layout(), new ItemFiles(path))
              .format(settings.kind() == QueueSettings.Kind.PERMITS);
          QueueHeader.write(file, settings, beacon.token());
        });
  }

  /**
   * Attaches to an existing file.
   *
   * @throws NoSuchFileException if there is none
   */
  Attachment open(Path path) throws IOException {
    SharedDirectory.check(directory(path));
    Attachment known = known(new Key(path, QueueFiles.id(path)));
    return known != null
        ? known
        : attach(path, beacon -> MappedFile.open(path, QueueHeader.LENGTH));
  }

  /** Whether this JVM has the queue of that id open, under whatever name it has by now. */
  synchronized boolean isOpen(Path path, long id) {
    return byKey.containsKey(new Key(path, id));
  }

  /** Another handle on what is open already. */
  private synchronized @Nullable Attachment known(Key key) {
    Attachment known = byKey.get(key);
    if (known != null) {
      known.addHandle();
    }
    return known;
  }

  /** Where the memory comes from. */
  private interface Source {
    Memory memory(Beacon beacon) throws IOException;
  }

  private Attachment attach(Path path, Source source) throws IOException {
    Beacon beacon = beacons.use(directory(path));
    Attachment attachment = null;
    try {
      Memory memory = view.apply(source.memory(beacon));
      Key key = new Key(path, QueueHeader.id(memory));
      synchronized (this) {
        Attachment known = known(key);
        if (known != null) {
          MappedFile.release(memory);
          return known;
        }
        attachment = new Attachment(this, beacon, key, memory);
        attachment.addHandle();
        byKey.put(key, attachment);
        attachments.add(attachment);
      }
    } finally {
      if (attachment == null) {
        beacons.unuse(beacon);
      }
    }
    meet(attachment);
    return attachment;
  }

  private void meet(Attachment attachment) {
    boolean met = false;
    try {
      watch.meet(attachment);
      met = true;
    } finally {
      if (!met) {
        CompletableFuture<Void> unused = release(attachment);
      }
    }
  }

  /** A handle is closed. The result completes when the file was left, if it was the last. */
  CompletableFuture<Void> release(Attachment attachment) {
    synchronized (this) {
      if (!attachment.removeHandle()) {
        return CompletableFuture.completedFuture(null);
      }
      byKey.remove(attachment.key());
    }
    attachment.close();
    return attachment.gone();
  }

  /**
   * No thread is inside an operation any more. Called on any thread, so what touches files goes to
   * the watch.
   */
  void leave(Attachment attachment) {
    watch.execute(
        () -> {
          try {
            attachment.depart();
          } finally {
            attachments.remove(attachment);
            beacons.unuse(attachment.beacon());
            MappedFile.release(attachment.memory);
            attachment.gone().complete(null);
          }
        });
  }

  /** Puts out beacons that nobody has used for a while. Whether the others are all in use. */
  boolean putOutIdle() {
    return beacons.putOutIdle();
  }

  /**
   * In order, but with queues open, perhaps, which other threads may be using still. So nothing is
   * left here: survivors learn of this JVM's end from the kernel, as of any other's. Only what
   * nobody else can miss goes now.
   */
  void jvmEnds() {
    for (Attachment attachment : attachments) {
      Shield.run(
          () -> {
            if (attachment.endsWithThisJvm()) {
              attachment.withdrawEnds();
              QueueFiles.delete(attachment.path());
              if (attachment.isAlone()) {
                beacons.unuse(attachment.beacon());
              }
            }
          });
    }
    beacons.putOutUnused();
  }

  static Path directory(Path path) {
    Path directory = path.getParent();
    if (directory == null) {
      throw new SluiceException("no directory: " + path);
    }
    return directory;
  }

  // --- the doorbell's news
  // ----------------------------------------------------------------------------------------

  @Override
  public void rung(int tag) {
    boolean unused = any(attachment -> attachment.tag == tag && attachment.look() < Pace.NO_RANK);
  }

  @Override
  public boolean glance() {
    return any(Attachment::glance);
  }

  @Override
  public int look() {
    AtomicInteger best = new AtomicInteger(Pace.NO_RANK);
    boolean unused =
        any(attachment -> best.accumulateAndGet(attachment.look(), Math::min) < Pace.NO_RANK);
    return best.get();
  }

  @Override
  public void lost(long token) {
    watch.suspect(token);
  }
}
