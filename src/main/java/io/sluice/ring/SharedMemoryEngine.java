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
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** A queue in a file that the processes of one host map: every operation is answered at once. */
public final class SharedMemoryEngine implements Engine {
  private final URI address;
  private final Attachment attachment;
  private final AtomicBoolean closed = new AtomicBoolean();

  private SharedMemoryEngine(URI address, Attachment attachment) {
    this.address = address;
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
      return QueueFiles.id(attachment.path()) != id();
    } catch (IOException e) {
      return true;
    }
  }

  /** What tells this queue from others that have had, or will have, its name. */
  long id() {
    return attachment.key().id();
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
            () -> {
              attachment.census.holders(owner -> pids.add(attachment.pid(owner)));
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
    return new PipeEnds(this, attachment);
  }

  @Override
  public QueueSettings settings() {
    return attachment.settings;
  }

  @Override
  public int quickItemSize() {
    return attachment.queue.blocks.capacity();
  }

  @Override
  public boolean answersAtOnce() {
    return true;
  }

  @Override
  public int put(PutRun items, Answer answer) {
    return within(
        () -> {
          int accepted = attachment.queue.put(items, attachment.owner);
          if (accepted > 0) {
            attachment.accepted(accepted);
          }
          return accepted;
        });
  }

  @Override
  public TakeRun takeRun(int most, Answer answer) {
    return new BlockRun(this, attachment, most);
  }

  @Override
  public void await(Signal signal, Waiter waiter) {
    attachment.await(signal, waiter);
  }

  @Override
  public boolean cancel(Signal signal, Waiter waiter) {
    return attachment.cancel(signal, waiter);
  }

  @Override
  public void passOn(Signal signal) {
    if (attachment.enter()) {
      try {
        attachment.wakeNext(signal);
      } finally {
        attachment.exit();
      }
    }
  }

  @Override
  public boolean complete() {
    return within(
            () -> {
              boolean first = attachment.queue.complete();
              attachment.wakeAll();
              return first ? 1 : 0;
            })
        == 1;
  }

  @Override
  public boolean fail(FailureCause cause) {
    return within(
            () -> {
              attachment.causes.write(cause, attachment.owner);
              boolean first = attachment.queue.fail();
              attachment.wakeAll();
              return first ? 1 : 0;
            })
        == 1;
  }

  @Override
  public boolean isClosed() {
    return within(() -> attachment.queue.isClosed() ? 1 : 0) == 1;
  }

  @Override
  public @Nullable FailureCause failure() {
    return attachment.queue.isFailed() ? attachment.causes.read() : null;
  }

  @Override
  public int size() {
    return within(attachment.census::size);
  }

  @Override
  public int inFlight() {
    return within(attachment.census::inFlight);
  }

  @Override
  public boolean isEmpty() {
    return within(() -> attachment.census.isEmpty() ? 1 : 0) == 1;
  }

  @Override
  public boolean isFull() {
    return within(() -> attachment.census.isFull() ? 1 : 0) == 1;
  }

  @Override
  public int room() {
    return within(attachment.census::room);
  }

  @Override
  public boolean isRoomGrowing() {
    return within(() -> attachment.distance.isGrowing() ? 1 : 0) == 1;
  }

  @Override
  public boolean isSettled() {
    return within(() -> attachment.census.isSettled() ? 1 : 0) == 1;
  }

  @Override
  public void execute(Runnable task) {
    attachment.station().doorbell().execute(task);
  }

  @Override
  public CompletionStage<Void> close() {
    return closed.getAndSet(true)
        ? CompletableFuture.completedFuture(null)
        : attachment.station().release(attachment);
  }

  /** Begins an operation on the shared memory, to be ended at the attachment. */
  void enter() {
    if (!attachment.enter()) {
      throw new QueueClosedException(address, "this handle is closed");
    }
    if (attachment.isCut()) {
      attachment.exit();
      throw truncated(null);
    }
  }

  /** What the memory throws when somebody has cut the file. */
  CorruptQueueException truncated(@Nullable InternalError fault) {
    return new CorruptQueueException(address + " was truncated", fault);
  }

  /** Runs an operation on the shared memory while this JVM is attached to it. */
  int within(IntSupplier operation) {
    enter();
    try {
      return operation.getAsInt();
    } catch (InternalError e) {
      throw truncated(e);
    } finally {
      attachment.exit();
    }
  }
}
