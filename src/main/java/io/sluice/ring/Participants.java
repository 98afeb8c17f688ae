package io.sluice.ring;

import io.sluice.SluiceException;
import io.sluice.memory.Memory;

/**
 * Who takes part in a queue: a word for each slot, written only by compare-and-set.
 *
 * <pre>
 *  63                                  15 14           2 1   0
 * +--------------------------------------+--------------+-----+
 * | token of the JVM, see Beacon         | incarnation  |state|
 * +--------------------------------------+--------------+-----+
 *
 *   EMPTY(n) --join--&gt; LIVE(n+1, token) --leave--&gt; EMPTY(n+1)
 *                            |                        ^
 *                            \--verdict--&gt; DEAD(n+1) -/ after its sweep
 * </pre>
 *
 * One compare-and-set makes a JVM a participant and says which one it is, so that no death leaves a
 * participant that cannot be identified. Slot and incarnation together are the owner id in the
 * blocks' words; an id is never used twice: a slot whose incarnations are used up stays empty.
 */
final class Participants {
  static final int SLOTS = 1 << BlockWord.SLOT_BITS;

  private static final int EMPTY = 0;
  private static final int LIVE = 1;
  private static final int DEAD = 2;
  private static final int INCARNATION_SHIFT = 2;
  private static final int TOKEN_SHIFT = INCARNATION_SHIFT + BlockWord.INCARNATION_BITS;
  private static final int MOST_INCARNATIONS = (1 << BlockWord.INCARNATION_BITS) - 1;

  private final Memory memory;
  private final WaitFlags flags;

  Participants(Memory memory, WaitFlags flags) {
    this.memory = memory;
    this.flags = flags;
  }

  /**
   * Takes a slot.
   *
   * @return the owner id
   * @throws SluiceException if 512 JVMs take part, or more than four million have
   */
  int join(long token) {
    for (int slot = 0; slot < SLOTS; slot++) {
      long word = word(slot);
      int next = incarnation(word) + 1;
      if (state(word) == EMPTY && next <= MOST_INCARNATIONS) {
        flags.use(slot);
        if (memory.compareAndSet(at(slot), word, of(LIVE, next, token))) {
          return owner(slot, next);
        }
      }
    }
    throw new SluiceException("no place left: " + SLOTS + " JVMs take part already");
  }

  /** The own slot is given back. No block's word names the owner any more. */
  void leave(int owner) {
    int slot = slot(owner);
    long word = word(slot);
    memory.compareAndSet(at(slot), word, of(EMPTY, incarnation(word), 0));
  }

  /** Records the kernel's word that the participant is dead. */
  boolean verdict(int slot, long live) {
    return memory.compareAndSet(at(slot), live, dead(live));
  }

  /** The word of a living participant once it is known to be dead. */
  static long dead(long live) {
    return live & ~3L | DEAD;
  }

  /** The dead participant's sweep is complete: its slot may be taken again. */
  void release(int slot, long dead) {
    memory.compareAndSet(at(slot), dead, of(EMPTY, incarnation(dead), 0));
  }

  long word(int slot) {
    return memory.getVolatile(at(slot));
  }

  static boolean isLive(long word) {
    return state(word) == LIVE;
  }

  static boolean isDead(long word) {
    return state(word) == DEAD;
  }

  static long token(long word) {
    return word >>> TOKEN_SHIFT;
  }

  static int owner(int slot, long word) {
    return owner(slot, incarnation(word));
  }

  static int slot(int owner) {
    return owner & SLOTS - 1;
  }

  private static int owner(int slot, int incarnation) {
    return incarnation << BlockWord.SLOT_BITS | slot;
  }

  private static int state(long word) {
    return (int) word & 3;
  }

  private static int incarnation(long word) {
    return (int) (word >>> INCARNATION_SHIFT) & MOST_INCARNATIONS;
  }

  private static long of(int state, int incarnation, long token) {
    return token << TOKEN_SHIFT | (long) incarnation << INCARNATION_SHIFT | state;
  }

  private static long at(int slot) {
    return QueueLayout.PARTICIPANTS + (long) slot * Long.BYTES;
  }
}
