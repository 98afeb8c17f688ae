package io.sluice.memory;

import java.nio.ByteBuffer;
import java.util.function.LongSupplier;

/**
 * A memory whose every access goes through a watch, which may stop the caller there, for a while or
 * for ever.
 */
public final class WatchedMemory extends Memory {
  /** Who watches. */
  public interface Watch {
    /** Called in place of each access: makes it, or answers for it, or throws. */
    long access(LongSupplier access);

    /**
     * Called within an access that has just replaced a word that others act on, before anybody else
     * moves.
     */
    void changed();

    /** Called within each access that has written anything. */
    default void written() {
      // Whoever stops at every access need not know which ones write.
    }
  }

  private final Watch watch;

  public WatchedMemory(Memory shared, Watch watch) {
    super(shared);
    this.watch = watch;
  }

  @Override
  public long getPlain(long offset) {
    return watch.access(() -> super.getPlain(offset));
  }

  @Override
  public long getOpaque(long offset) {
    return watch.access(() -> super.getOpaque(offset));
  }

  @Override
  public long getAcquire(long offset) {
    return watch.access(() -> super.getAcquire(offset));
  }

  @Override
  public long getVolatile(long offset) {
    return watch.access(() -> super.getVolatile(offset));
  }

  @Override
  public void putPlain(long offset, long value) {
    change(() -> super.putPlain(offset, value));
  }

  @Override
  public void putRelease(long offset, long value) {
    change(
        () -> {
          super.putRelease(offset, value);
          watch.changed();
        });
  }

  @Override
  public void setBits(long offset, long bits) {
    change(() -> super.setBits(offset, bits));
  }

  @Override
  public void clearBits(long offset, long bits) {
    change(() -> super.clearBits(offset, bits));
  }

  @Override
  public boolean compareAndSet(long offset, long expected, long value) {
    return watch.access(
            () -> {
              if (!super.compareAndSet(offset, expected, value)) {
                return 0;
              }
              watch.written();
              watch.changed();
              return 1;
            })
        == 1;
  }

  private void change(Runnable change) {
    watch.access(
        () -> {
          change.run();
          watch.written();
          return 0;
        });
  }

  /** Word by word, so that a copy can be torn. */
  @Override
  public void copyIn(long offset, byte[] source, int from, int count) {
    for (int i = 0; i < count; i += Long.BYTES) {
      int done = i;
      int next = Math.min(Long.BYTES, count - i);
      change(() -> super.copyIn(offset + done, source, from + done, next));
    }
  }

  @Override
  public void copyOut(long offset, byte[] target, int from, int count) {
    ByteBuffer word = ByteBuffer.allocate(Long.BYTES);
    for (int i = 0; i < count; i += Long.BYTES) {
      int done = i;
      int next = Math.min(Long.BYTES, count - i);
      word.putLong(0, watch.access(() -> wordAt(offset + done, next)))
          .get(0, target, from + i, next);
    }
  }

  private long wordAt(long offset, int count) {
    byte[] word = new byte[Long.BYTES];
    super.copyOut(offset, word, 0, count);
    return ByteBuffer.wrap(word).getLong();
  }

  @Override
  public final Words words(long offset, int count) {
    return farWords(offset);
  }
}
