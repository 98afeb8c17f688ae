package io.sluice.ring;

import io.sluice.SluiceException;
import io.sluice.memory.MappedFile;
import io.sluice.memory.Memory;
import io.sluice.memory.SharedDirectory;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a JVM has once for all its queues: the doorbell, a beacon for each directory, an attachment
 * for each file, and the thread that looks after the dead. Two threads in all, whatever the number
 * of queues and waiters.
 */
final class Station implements Doorbell.Listener {
  private static final Station INSTANCE = new Station();

  private final Doorbell doorbell = Doorbell.start(this);
  private final Watch watch = new Watch(this);
  private final Map<Path, Beacon> beacons = new ConcurrentHashMap<>();
  // Guarded by this; read by the doorbell and the watch through the list.
  private final Map<Object, Attachment> byKey = new HashMap<>();
  private final List<Attachment> attachments = new CopyOnWriteArrayList<>();
  private final Map<Attachment, CompletableFuture<Void>> leaving = new ConcurrentHashMap<>();

  private Station() {}

  static Station get() {
    return INSTANCE;
  }

  Doorbell doorbell() {
    return doorbell;
  }

  List<Attachment> attachments() {
    return attachments;
  }

  Iterable<Beacon> beacons() {
    return beacons.values();
  }

  // --- files
  // ------------------------------------------------------------------------------------------------------

  /**
   * Creates a queue's file and attaches to it.
   *
   * @throws FileAlreadyExistsException if the name is taken
   */
  Attachment create(Path path, QueueSettings settings) throws IOException {
    Beacon beacon = beacon(path);
    int tag = ThreadLocalRandom.current().nextInt(256);
    Memory memory =
        MappedFile.create(
            path,
            settings.layout().fileLength(),
            file -> {
              new RingQueue(file, settings.layout(), new ItemFiles(path))
                  .format(settings.kind() == QueueSettings.Kind.PERMITS);
              QueueHeader.write(file, settings, beacon.token(), tag);
            });
    return attach(path, beacon, memory);
  }

  /**
   * Attaches to an existing file.
   *
   * @throws NoSuchFileException if there is none
   */
  Attachment open(Path path) throws IOException {
    SharedDirectory.check(directory(path));
    Beacon beacon = beacon(path);
    synchronized (this) {
      Attachment known = byKey.get(key(path));
      if (known != null) {
        known.addHandle();
        return known;
      }
    }
    return attach(path, beacon, MappedFile.open(path, QueueHeader.LENGTH));
  }

  private Attachment attach(Path path, Beacon beacon, Memory memory) throws IOException {
    Attachment attachment;
    synchronized (this) {
      Object key = key(path);
      Attachment known = byKey.get(key);
      if (known != null) {
        known.addHandle();
        return known;
      }
      attachment = new Attachment(this, beacon, path, key, memory);
      attachment.addHandle();
      byKey.put(key, attachment);
      attachments.add(attachment);
    }
    watch.meet(attachment);
    return attachment;
  }

  /**
   * A deleted file's name may be taken by a new one: the file itself is the key, where the system
   * tells.
   */
  private static Object key(Path path) throws IOException {
    Object file =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
    return file == null ? path : List.of(path, file);
  }

  /** A handle is closed. The result completes when the file was left, if it was the last. */
  CompletableFuture<Void> release(Attachment attachment) {
    synchronized (this) {
      if (!attachment.removeHandle()) {
        return CompletableFuture.completedFuture(null);
      }
      byKey.remove(attachment.key);
    }
    CompletableFuture<Void> left = new CompletableFuture<>();
    leaving.put(attachment, left);
    attachment.close();
    return left;
  }

  /**
   * No thread is inside an operation any more. Called on any thread, so what touches files goes to
   * the watch.
   */
  void leave(Attachment attachment) {
    watch.execute(
        () -> {
          try {
            depart(attachment);
          } finally {
            attachments.remove(attachment);
            CompletableFuture<Void> left = leaving.remove(attachment);
            if (left != null) {
              left.complete(null);
            }
          }
        });
  }

  private static void depart(Attachment attachment) {
    boolean creator = QueueHeader.creator(attachment.memory) == attachment.beacon().token();
    attachment.giveSlotBack();
    if (attachment.settings.anonymous() && (creator || attachment.isAlone())) {
      QueueFiles.delete(attachment.path);
    }
  }

  private Beacon beacon(Path path) {
    Path directory = directory(path);
    return beacons.computeIfAbsent(
        directory,
        missing -> {
          Beacon beacon = Beacon.light(missing);
          doorbell.listen(beacon);
          watch.clean(beacon);
          return beacon;
        });
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
    for (Attachment attachment : attachments) {
      if (attachment.tag == tag && attachment.enter()) {
        try {
          attachment.look();
        } finally {
          attachment.exit();
        }
      }
    }
  }

  @Override
  public void tick() {
    for (Attachment attachment : attachments) {
      if (attachment.enter()) {
        try {
          attachment.look();
        } finally {
          attachment.exit();
        }
      }
    }
  }

  @Override
  public void lost(long token) {
    watch.suspect(token);
  }
}
