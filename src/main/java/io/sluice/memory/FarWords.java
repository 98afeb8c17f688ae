package io.sluice.memory;

import java.nio.ByteBuffer;

/** An array that lies in several segments, or whose accesses somebody watches. */
final class FarWords extends Words {
  private static final ByteBuffer NONE = ByteBuffer.allocateDirect(0);

  private final Memory memory;
  private final long start;

  FarWords(Memory memory, long start) {
    super(NONE);
    this.memory = memory;
    this.start = start;
  }

  @Override
  public long getOpaque(int index) {
    return memory.getOpaque(at(index));
  }

  @Override
  public long getAcquire(int index) {
    return memory.getAcquire(at(index));
  }

  @Override
  public long getVolatile(int index) {
    return memory.getVolatile(at(index));
  }

  @Override
  public void putPlain(int index, long value) {
    memory.putPlain(at(index), value);
  }

  @Override
  public void putRelease(int index, long value) {
    memory.putRelease(at(index), value);
  }

  @Override
  public boolean compareAndSet(int index, long expected, long value) {
    return memory.compareAndSet(at(index), expected, value);
  }

  private long at(int index) {
    return start + (long) index * Long.BYTES;
  }
}
