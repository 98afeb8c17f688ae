package io.sluice.queue;

import io.sluice.CodecException;
import io.sluice.ItemTooLargeException;
import io.sluice.codec.Codec;
import io.sluice.ring.PutRun;
import java.nio.BufferOverflowException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Encodes items into runs, before any room is held: the user's code runs, and fails, where nobody
 * else waits for it. Heap arrays, since Kryo writes those faster than shared memory. Thread-safe.
 */
final class Encoder<T> {
  /** A run whose buffer grew beyond this is not kept. */
  private static final int LARGEST_KEPT = 1 << 16;

  private final Codec<T> codec;
  private final int maxItemSize;
  private final AtomicReference<@Nullable PutRun> spare = new AtomicReference<>();

  Encoder(Codec<T> codec, int maxItemSize) {
    this.codec = codec;
    this.maxItemSize = maxItemSize;
  }

  /** Adds an encoded item to the run; after an exception the run is as before. */
  void encode(T item, PutRun run) {
    boolean done = false;
    while (!done) {
      try {
        codec.encode(item, run.target());
        run.added();
        done = true;
      } catch (BufferOverflowException e) {
        if (!run.grow(maxItemSize)) {
          throw new ItemTooLargeException(maxItemSize + 1L, maxItemSize);
        }
      } catch (CodecException | NullPointerException | StackOverflowError e) {
        throw failure(item, e);
      } catch (RuntimeException e) {
        throw new CodecException(
            "cannot encode " + item.getClass().getName(), item.getClass().getName(), e);
      }
    }
    checkSize(run);
  }

  private static RuntimeException failure(Object item, Throwable failure) {
    return failure instanceof CodecException known
        ? known
        : new CodecException(
            "cannot encode " + item.getClass().getName(), item.getClass().getName(), failure);
  }

  private void checkSize(PutRun run) {
    int size = run.lastLength();
    if (size > maxItemSize) {
      run.dropLast();
      throw new ItemTooLargeException(size, maxItemSize);
    }
  }

  /** An empty run for one operation. */
  PutRun run() {
    PutRun kept = spare.getAndSet(null);
    return kept == null ? new PutRun() : kept;
  }

  /** The operation is over. */
  void release(PutRun run) {
    run.drop(run.count());
    if (run.capacity() <= LARGEST_KEPT) {
      spare.set(run);
    }
  }
}
