package io.sluice.ring;

import io.sluice.memory.Memory;

/**
 * Where the cause of a failed stream is written before the failure is linked.
 *
 * <pre>
 *  0       8          40     128                  4096
 * +-------+-----------+------+--------------------+---------------------
 * | cause | owner[4]  |      | area 0: len, bytes | area 1: len, bytes ..
 * +-------+-----------+------+--------------------+---------------------
 * </pre>
 *
 * <ul>
 *   <li>owner[i]: who writes area i; compare-and-set from 0. A dead owner's area is freed by its
 *       sweep unless it is the cause.
 *   <li>cause: 0, or the number of the area with the cause, from 1; compare-and-set from 0, once
 *       and for all. {@link #NO_AREA} when all areas were held by others: nobody waits for them.
 *       Whoever dies between the cause and the failure has left its owner id in the area: its sweep
 *       links the failure, so that the cause is not the next failure's.
 *   <li>area: plain, by its owner, published by cause.
 * </ul>
 */
final class CauseAreas {
  private static final int AREAS = 4;
  private static final int NO_AREA = AREAS + 1;
  private static final int OWNERS = 8;
  private static final int FIRST_AREA = 128;
  private static final int AREA = 3_968;
  private static final int MOST_BYTES = AREA - Long.BYTES;

  private final Memory memory;

  CauseAreas(Memory memory) {
    this.memory = memory;
  }

  /** Makes this the cause, unless there is one. */
  void write(FailureCause cause, int owner) {
    int area = acquire(owner);
    if (area < AREAS) {
      byte[] bytes = cause.encode(MOST_BYTES);
      memory.putPlain(area(area), bytes.length);
      memory.copyIn(area(area) + Long.BYTES, bytes, 0, bytes.length);
    }
    boolean first = memory.compareAndSet(QueueLayout.CAUSES, 0, area < AREAS ? area + 1 : NO_AREA);
    if (!first && area < AREAS) {
      memory.compareAndSet(owner(area), owner, 0);
    }
  }

  private int acquire(int owner) {
    for (int i = 0; i < AREAS; i++) {
      if (memory.compareAndSet(owner(i), 0, owner)) {
        return i;
      }
    }
    return AREAS;
  }

  FailureCause read() {
    long area = memory.getAcquire(QueueLayout.CAUSES) - 1;
    if (area < 0 || area >= AREAS) {
      return FailureCause.UNKNOWN;
    }
    long length = memory.getPlain(area((int) area));
    if (length < 0 || length > MOST_BYTES) {
      return FailureCause.UNKNOWN;
    }
    byte[] bytes = new byte[(int) length];
    memory.copyOut(area((int) area) + Long.BYTES, bytes, 0, bytes.length);
    return FailureCause.decode(bytes);
  }

  /**
   * Frees what a dead participant held.
   *
   * @return whether it has left the cause: it may have died before it linked the failure
   */
  boolean sweep(int dead) {
    long cause = memory.getVolatile(QueueLayout.CAUSES);
    boolean left = false;
    for (int i = 0; i < AREAS; i++) {
      if (cause != i + 1) {
        memory.compareAndSet(owner(i), dead, 0);
      } else {
        left = memory.getVolatile(owner(i)) == dead;
      }
    }
    return left;
  }

  private static long owner(int area) {
    return QueueLayout.CAUSES + OWNERS + (long) area * Long.BYTES;
  }

  private static long area(int area) {
    return QueueLayout.CAUSES + FIRST_AREA + (long) area * AREA;
  }
}
