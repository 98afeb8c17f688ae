package io.sluice.ring;

import io.sluice.CorruptQueueException;
import io.sluice.IncompatibleQueueException;
import io.sluice.QueueClosedException;
import io.sluice.SluiceException;
import io.sluice.memory.SharedDirectory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A queue in a file that the processes of one host map: every operation is answered at once.
 *
 * <p>Once this JVM has left the queue, a closed handle refers to its memory no more, however long
 * it is kept itself.
 */
public final class SharedMemoryEngine implements Engine {
  private final URI address;
  private final Station station;
  private final Station.Key key;
  private final QueueSettings settings;
  private final int quickItemSize;
  private final AtomicBoolean closed = new AtomicBoolean();

  // Null once this JVM has left. Who still sees the attachment does not enter it.
  private @Nullable Attachment attachment;

  private SharedMemoryEngine(URI address, Attachment attachment) {
    this.address = address;
    this.station = attachment.station();
    this.key = attachment.key();
    this.settings = attachment.settings;
    this.quickItemSize = attachment.queue.blocks.capacity();
    this.attachment = attachment;
  }

  /**
   * Creates a queue.
   *
   * @param address its address
   * @param settings what it is to be
   * @return a handle
   * @throws SluiceException if it exists, or the directory or the space is lacking
   */
  public static SharedMemoryEngine create(URI address, QueueSettings settings) {
    return create(Station.get(), address, settings);
  }

  static SharedMemoryEngine create(Station station, URI address, QueueSettings settings) {
    Path path = ShmAddress.path(address);
    try {
      SharedDirectory.require(Station.directory(path));
      return new SharedMemoryEngine(address, station.create(path, settings));
    } catch (FileAlreadyExistsException e) {
      throw new SluiceException(address + " exists", e);
    } catch (IOException e) {
      throw new SluiceException("cannot create " + address, e);
    }
  }

  /**
   * Opens a queue.
   *
   * @param address its address
   * @param kind what it must be for
   * @param fingerprint what its codec must be
   * @param maxSize what its bound must be, or 0 for any
   * @return a handle
   * @throws IncompatibleQueueException if it is something else
   * @throws SluiceException if there is none, or it is refused
   */
  public static SharedMemoryEngine open(
      URI address, QueueSettings.Kind kind, String fingerprint, int maxSize) {
    return open(Station.get(), address, kind, fingerprint, maxSize);
  }

  static SharedMemoryEngine open(
      Station station, URI address, QueueSettings.Kind kind, String fingerprint, int maxSize) {
    Path path = ShmAddress.existing(address);
    try {
      SharedMemoryEngine engine = new SharedMemoryEngine(address, station.open(path));
      QueueSettings found = engine.settings();
      engine.expect("kind", kind.name(), found.kind().name());
      engine.expect("codec fingerprint", fingerprint, found.fingerprint());
      if (maxSize > 0) {
        engine.expect("maxSize", Integer.toString(maxSize), Integer.toString(found.maxSize()));
      }
      return engine;
    } catch (NoSuchFileException e) {
      throw new SluiceException("there is no queue " + address, e);
    } catch (IOException e) {
      throw new SluiceException("cannot open " + address, e);
    }
  }

  /**
   * Opens a queue, or creates it if there is none.
   *
   * @param address its address
   * @param settings what it is to be, or must be
   * @return a handle
   * @throws IncompatibleQueueException if it is there with another codec or bound
   */
  public static SharedMemoryEngine createOrOpen(URI address, QueueSettings settings) {
    return createOrOpen(Station.get(), address, settings);
  }

  static SharedMemoryEngine createOrOpen(Station station, URI address, QueueSettings settings) {
    Path path = ShmAddress.path(address);
    // Once and before all else: a directory that cannot be made is no race to be run again.
    SharedDirectory.require(Station.directory(path));
    while (true) {
      try {
        return SharedDirectory.exists(path)
            ? open(station, address, settings.kind(), settings.fingerprint(), settings.maxSize())
            : create(station, address, settings);
      } catch (SluiceException e) {
        // Somebody else was faster, with creating or with deleting it.
        if (!(e.getCause() instanceof NoSuchFileException)
            && !(e.getCause() instanceof FileAlreadyExistsException)) {
          throw e;
        }
      }
    }
  }

  /**
   * Deletes a queue's files. Who has it open goes on without a name.
   *
   * @param address its address
   * @return whether there was one
   */
  public static boolean delete(URI address) {
    return QueueFiles.delete(ShmAddress.path(address));
  }

  /**
   * Removes now what processes that have died left in the directories that this JVM uses. It would
   * go by itself a little later, or with the next JVM that comes.
   *
   * @return completes when it is gone; perhaps never if the directory is in trouble
   */
  public static CompletionStage<Void> sweep() {
    return Station.get().clean();
  }

  /**
   * Whether the queue's file has been deleted, or another queue has its name by now, so that nobody
   * opens this one any more. Reads a file.
   *
   * @return whether it is so
   */
  public boolean isDeleted() {
    try {
      return QueueFiles.id(key.path()) != id();
    } catch (IOException e) {
      return true;
    }
  }

  /** What tells this queue from others that have had, or will have, its name. */
  long id() {
    return key.id();
  }

  /**
   * Which processes have claimed what is in flight, as far as that is known. Reads files.
   *
   * @return their pids, each once, in no order; exact when nothing moves
   */
  public Set<Long> holders() {
    Set<Long> pids = new HashSet<>();
    int unused =
        within(
            joined -> {
              joined.census.holders(owner -> pids.add(joined.pid(owner)));
              return 0;
            });
    pids.remove(0L);
    return pids;
  }

  /**
   * Whether a thread serves all queues, so that whoever is called on it must not wait.
   *
   * @param thread any thread
   * @return whether it is one of the two
   */
  public static boolean isServiceThread(Thread thread) {
    return thread instanceof Shield.ServiceThread;
  }

  private void expect(String what, String expected, String found) {
    if (!expected.equals(found)) {
      close();
      throw new IncompatibleQueueException(what + " of " + address, found, expected);
    }
  }

  /**
   * The two ends of a pipe's direction.
   *
   * @return the ends, by this handle
   */
  public PipeEnds ends() {
    return new PipeEnds(this);
  }

  @Override
  public QueueSettings settings() {
    return settings;
  }

  @Override
  public int quickItemSize() {
    return quickItemSize;
  }

  @Override
  public boolean answersAtOnce() {
    return true;
  }

  @Override
  public int put(PutRun items, Answer answer) {
    return within(
        joined -> {
          int accepted = joined.queue.put(items, joined.owner);
          if (accepted > 0) {
            joined.accepted(accepted);
          }
          return accepted;
        });
  }

  @Override
  public TakeRun takeRun(int most, Answer answer) {
    Attachment joined = attachment;
    if (joined == null) {
      throw handleClosed();
    }
    return new BlockRun(this, joined, most);
  }

  @Override
  public void await(Signal signal, Waiter waiter) {
    Attachment joined = attachment;
    if (joined == null) {
      waiter.wake();
    } else {
      joined.await(signal, waiter);
    }
  }

  @Override
  public boolean cancel(Signal signal, Waiter waiter) {
    Attachment joined = attachment;
    return joined != null && joined.cancel(signal, waiter);
  }

  @Override
  public void passOn(Signal signal) {
    Attachment joined = attachment;
    if (joined != null && joined.enter()) {
      try {
        joined.wakeNext(signal);
      } finally {
        joined.exit();
      }
    }
  }

  @Override
  public boolean complete() {
    return within(
            joined -> {
              boolean first = joined.queue.complete();
              joined.wakeAll();
              return first ? 1 : 0;
            })
        == 1;
  }

  @Override
  public boolean fail(FailureCause cause) {
    return within(
            joined -> {
              joined.causes.write(cause, joined.owner);
              boolean first = joined.queue.fail();
              joined.wakeAll();
              return first ? 1 : 0;
            })
        == 1;
  }

  @Override
  public boolean isClosed() {
    return within(joined -> joined.queue.isClosed() ? 1 : 0) == 1;
  }

  @Override
  public @Nullable FailureCause failure() {
    Attachment joined = attachment;
    return joined != null && joined.queue.isFailed() ? joined.causes.read() : null;
  }

  @Override
  public int size() {
    return within(joined -> joined.census.size());
  }

  @Override
  public int inFlight() {
    return within(joined -> joined.census.inFlight());
  }

  @Override
  public boolean isEmpty() {
    return within(joined -> joined.census.isEmpty() ? 1 : 0) == 1;
  }

  @Override
  public boolean isFull() {
    return within(joined -> joined.census.isFull() ? 1 : 0) == 1;
  }

  @Override
  public int room() {
    return within(joined -> joined.census.room());
  }

  @Override
  public boolean isRoomGrowing() {
    return within(joined -> joined.distance.isGrowing() ? 1 : 0) == 1;
  }

  @Override
  public boolean isSettled() {
    return within(joined -> joined.census.isSettled() ? 1 : 0) == 1;
  }

  @Override
  public void execute(Runnable task) {
    station.doorbell().execute(task);
  }

  @Override
  public CompletionStage<Void> close() {
    Attachment joined = attachment;
    if (joined == null || closed.getAndSet(true)) {
      return CompletableFuture.completedFuture(null);
    }
    // Not before, as what still waits by this handle takes its waiters out.
    CompletableFuture<Void> unused = joined.gone().thenRun(() -> attachment = null);
    return station.release(joined);
  }

  /** Begins an operation on the shared memory, to be ended at the attachment. */
  Attachment enter() {
    Attachment joined = attachment;
    if (joined == null || !joined.enter()) {
      throw handleClosed();
    }
    if (joined.isCut()) {
      joined.exit();
      throw truncated(null);
    }
    return joined;
  }

  private QueueClosedException handleClosed() {
    return new QueueClosedException(address, "this handle is closed");
  }

  /** What the memory throws when somebody has cut the file. */
  CorruptQueueException truncated(@Nullable InternalError fault) {
    return new CorruptQueueException(address + " was truncated", fault);
  }

  /** Runs an operation on the shared memory while this JVM is attached to it. */
  int within(ToIntFunction<Attachment> operation) {
    Attachment joined = enter();
    try {
      return operation.applyAsInt(joined);
    } catch (InternalError e) {
      throw truncated(e);
    } finally {
      joined.exit();
    }
  }
}
