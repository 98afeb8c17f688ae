package io.sluice.examples.webflux;

/**
 * How many uploads are in hand, from their heads to their answers, and how much memory they may
 * need: exact, whoever comes at the same time.
 *
 * <p>Thread-safe.
 */
final class Places {
  private final int most;
  private final long mostBytes;

  // Guarded by this.
  private int taken;
  private long bytes;
  private long refused;

  Places(int most, long mostBytes) {
    this.most = most;
    this.mostBytes = mostBytes;
  }

  /** Whether there was a place, and so much memory; it is the caller's until it leaves. */
  synchronized boolean enter(long size) {
    if (taken == most || size > mostBytes - bytes) {
      refused++;
      return false;
    }
    taken++;
    bytes += size;
    return true;
  }

  /** Of who has entered, once, with the same size. */
  synchronized void leave(long size) {
    taken--;
    bytes -= size;
  }

  synchronized int taken() {
    return taken;
  }

  synchronized long refused() {
    return refused;
  }
}
