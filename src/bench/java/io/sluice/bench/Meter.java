package io.sluice.bench;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts items and adds up their ids. One thread adds; another may read the count meanwhile, which
 * costs the adding thread nothing beyond the store. The sum is what proves that all ids arrived,
 * and that no decoding was optimised away.
 */
public final class Meter {
  private static final VarHandle COUNT = countHandle();

  private long count;
  private long sum;

  public void add(long id) {
    sum += id;
    COUNT.setOpaque(this, count + 1);
  }

  /** May be called by any thread. */
  long count() {
    return (long) COUNT.getOpaque(this);
  }

  /** To be called by the adding thread, or after it has ended. */
  long sum() {
    return sum;
  }

  private static VarHandle countHandle() {
    try {
      return MethodHandles.lookup().findVarHandle(Meter.class, "count", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
