package io.sluice.memory;

import java.io.IOException;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a garbage collection where memory is held by nothing but garbage: the pages of deleted
 * files stay until their buffers are collected, and nothing else tells the JVM that they are dear.
 *
 * <p>Before a file is created, when more than {@link #MOST_GARBAGE} of released mappings have not
 * been collected; and when one cannot be created for lack of space, with any. What is referenced
 * still, as by a closed handle that is kept, a collection does not free: hence not again before as
 * much has been released once more.
 */
final class Collector {
  /** In bytes. */
  static final long MOST_GARBAGE = 256L << 20;

  private static final int ATTEMPTS_AFTER_COLLECTION = 10;
  private static final int A_LITTLE_MILLIS = 20;

  private static final ReferenceQueue<ByteBuffer> COLLECTED = new ReferenceQueue<>();
  private static final Set<Released> RELEASED = ConcurrentHashMap.newKeySet();
  private static final AtomicLong GARBAGE = new AtomicLong();
  private static final AtomicLong SINCE_ASKED = new AtomicLong();

  private Collector() {}

  /** A mapping that nobody uses any more, until it is collected. */
  private static final class Released extends PhantomReference<ByteBuffer> {
    private final int length;

    Released(ByteBuffer mapping) {
      super(mapping, COLLECTED);
      this.length = mapping.capacity();
    }
  }

  /** The mapping is used no more. */
  static void released(ByteBuffer mapping) {
    forgetCollected();
    RELEASED.add(new Released(mapping));
    GARBAGE.addAndGet(mapping.capacity());
    SINCE_ASKED.addAndGet(mapping.capacity());
  }

  private static void forgetCollected() {
    Reference<? extends ByteBuffer> collected = COLLECTED.poll();
    while (collected != null) {
      forget(collected);
      collected = COLLECTED.poll();
    }
  }

  private static void forget(@Nullable Reference<? extends ByteBuffer> collected) {
    if (collected instanceof Released released && RELEASED.remove(released)) {
      GARBAGE.addAndGet(-released.length);
    }
  }

  /** Before another mapping is made. */
  static void collectIfMuch() {
    boolean unused = collectIfMoreThan(MOST_GARBAGE);
  }

  private static boolean collectIfMoreThan(long bytes) {
    forgetCollected();
    if (GARBAGE.get() <= bytes || SINCE_ASKED.get() <= bytes || SINCE_ASKED.getAndSet(0) <= bytes) {
      return false;
    }
    System.gc();
    return true;
  }

  /**
   * Whether it is worth trying again: the space was lacking, and a collection was made for it,
   * whose work the JVM finishes on a thread of its own.
   *
   * @param failure what the last attempt ended with
   * @param attempts how many there were before that one
   */
  static boolean mayHaveFreed(IOException failure, int attempts) {
    boolean collected =
        noSpace(failure)
            && (attempts == 0 ? collectIfMoreThan(0) : attempts < ATTEMPTS_AFTER_COLLECTION);
    return collected && awaitCollected();
  }

  /** Waits a little for a mapping to be collected; false if interrupted. */
  private static boolean awaitCollected() {
    try {
      forget(COLLECTED.remove(A_LITTLE_MILLIS));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean noSpace(IOException failure) {
    String text = failure instanceof FileSystemException f ? f.getReason() : failure.getMessage();
    return text != null && text.toLowerCase(Locale.ROOT).contains("no space");
  }
}
