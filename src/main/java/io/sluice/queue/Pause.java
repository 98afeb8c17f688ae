package io.sluice.queue;

/**
 * Before a drain goes to sleep: giving up the processor a few times costs less than a sleep where
 * the other side is about to run, as with small queues and many processes on few processors. Once
 * for each piece of progress, so that who has nothing to do sleeps.
 */
final class Pause {
  private static final int YIELDS = 20;

  private int yields = YIELDS;

  /** Something was put or taken: the next one is perhaps not far. */
  void progress() {
    yields = 0;
  }

  /**
   * Lets others run for a moment, after which it is worth looking again.
   *
   * @param allowed whether the calling thread may be kept for that
   */
  @SuppressWarnings("ThreadPriorityCheck") // A hint; the sleep behind it is what the wait rests on.
  boolean isWorthwhile(boolean allowed) {
    if (!allowed || yields == YIELDS) {
      return false;
    }
    yields++;
    Thread.yield();
    return true;
  }
}
