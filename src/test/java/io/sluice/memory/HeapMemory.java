package io.sluice.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * The words of a file without a file: direct memory of this process, for tests that never leave it.
 */
public final class HeapMemory {
  private static final ThreadLocal<Map<Long, Memory>> USED = ThreadLocal.withInitial(HashMap::new);

  private HeapMemory() {}

  public static Memory allocate(long length) {
    return wrap(
        ByteBuffer.allocateDirect(Math.toIntExact(length)).order(ByteOrder.nativeOrder()), length);
  }

  /**
   * A copy of all that is at {@code from} and beyond; the caller's until this thread asks for one
   * of the same length again.
   */
  public static Memory copy(Memory past, long from) {
    byte[] bytes = new byte[Math.toIntExact(past.length() - from)];
    past.copyOut(from, bytes, 0, bytes.length);
    Memory copy = USED.get().computeIfAbsent(past.length(), HeapMemory::allocate);
    copy.copyIn(from, bytes, 0, bytes.length);
    return copy;
  }

  private static Memory wrap(ByteBuffer bytes, long length) {
    return new Memory(new ByteBuffer[] {bytes}, 30, length) {};
  }
}
