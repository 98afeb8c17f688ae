package io.sluice.ring;

import io.sluice.memory.Memory;

/**
 * Which JVMs sleep, and for what, so that only sleepers are rung.
 *
 * <pre>
 * group g of 64 slots, a pair of lines:   flags[ITEMS] flags[ROOM] flags[SETTLED] - flags[ENDED], a bit for each slot
 *                        group 0's also:  - - - used -
 * slot k, half a line:                    sleeps[ITEMS] sleeps[ROOM] sleeps[SETTLED] sleeps[ENDED]
 * </pre>
 *
 * <ul>
 *   <li>A flag is set and cleared by its slot's JVM alone, and cleared by the sweep of a dead one.
 *       A sweeper that was paused may so clear a flag of whoever has taken the slot since, which
 *       sets it again at its next look around.
 *   <li>used: how many slots have ever been taken. Raised, by compare-and-set, before the slot is
 *       taken: a waker looks no further. It lies in the line that every waker reads anyway.
 *   <li>A sleep count is raised by its slot's JVM at every new sleep, before the flag is set: a
 *       waker who has rung for this sleep need not ring again.
 * </ul>
 *
 * <p>Sleeper: (raise used,) count, set the flag (volatile), look again, sleep. Waker: commit, full
 * fence, read used, read the flags, ring. Either the sleeper sees the commit or the waker sees the
 * flag: the only place of the queue that needs a store-load order.
 */
final class WaitFlags {
  private static final int GROUP = 128;
  private static final int SLEEPER = 32;
  private static final int AFTER_USED = 4;

  private final Memory memory;

  WaitFlags(Memory memory) {
    this.memory = memory;
  }

  /** Before a slot is taken. */
  void use(int slot) {
    long used = memory.getVolatile(QueueLayout.SLOTS_USED);
    while (used <= slot && !memory.compareAndSet(QueueLayout.SLOTS_USED, used, slot + 1)) {
      used = memory.getVolatile(QueueLayout.SLOTS_USED);
    }
  }

  /** The slots from 0 that have ever been taken. */
  int used() {
    return (int) Math.min(memory.getOpaque(QueueLayout.SLOTS_USED) & 0xffff, Participants.SLOTS);
  }

  /** The groups of slots that may have sleepers. After the commit and a full fence. */
  int groups() {
    return (used() + Long.SIZE - 1) / Long.SIZE;
  }

  void sleep(int slot, Signal signal) {
    long count = sleepOffset(slot, signal);
    memory.putRelease(count, memory.getPlain(count) + 1);
    memory.setBits(flagsOffset(slot >>> 6, signal), bit(slot));
  }

  void awake(int slot, Signal signal) {
    memory.clearBits(flagsOffset(slot >>> 6, signal), bit(slot));
  }

  /** The sleepers among the group's 64 slots. After the commit and a full fence. */
  long sleepers(int group, Signal signal) {
    return memory.getOpaque(flagsOffset(group, signal));
  }

  /** Whether anybody sleeps. After a commit it is exact after a full fence. */
  boolean isAnyAsleep(Signal signal) {
    for (int group = groups() - 1; group >= 0; group--) {
      if (sleepers(group, signal) != 0) {
        return true;
      }
    }
    return false;
  }

  /** How many sleep in lower slots. */
  int sleepersBefore(int slot, Signal signal) {
    int group = slot >>> 6;
    int before = Long.bitCount(sleepers(group, signal) & bit(slot) - 1);
    while (group > 0) {
      before += Long.bitCount(sleepers(--group, signal));
    }
    return before;
  }

  long sleeps(int slot, Signal signal) {
    return memory.getAcquire(sleepOffset(slot, signal));
  }

  static long bit(int slot) {
    return 1L << (slot & 63);
  }

  private static long flagsOffset(int group, Signal signal) {
    int place = signal == Signal.ENDED ? AFTER_USED : signal.index;
    return QueueLayout.WAIT_FLAGS + (long) group * GROUP + (long) place * Long.BYTES;
  }

  private static long sleepOffset(int slot, Signal signal) {
    return QueueLayout.SLEEP_COUNTS + (long) slot * SLEEPER + (long) signal.index * Long.BYTES;
  }
}
