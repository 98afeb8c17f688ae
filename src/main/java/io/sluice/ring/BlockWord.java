package io.sluice.ring;

/**
 * A block's word: who has the block, for what, and how often it was used.
 *
 * <pre>
 *  63                32 31     24 23                    2 1   0
 * +--------------------+---------+-----------------------+-----+
 * | generation         | attempt | owner                 |state|
 * +--------------------+---------+-----------------------+-----+
 *                                 \ incarnation 13, slot 9 /
 * </pre>
 *
 * The generation grows at each allocation and at each return to the redelivery ring, so that a word
 * never repeats while somebody may hold a stale copy of it: whoever slept fails its
 * compare-and-set.
 */
final class BlockWord {
  /** Empty; the owner is linking it, or has linked it, into the free ring. */
  static final int FREE = 0;

  /** Allocated; the owner encodes, is linking it, or has linked it into the ready ring. */
  static final int WRITE = 1;

  /**
   * Holds an accepted item that goes back; the owner is linking it, or has linked it, into the
   * redelivery ring.
   */
  static final int RETRY = 2;

  /** Claimed by its owner, not settled. */
  static final int INFLIGHT = 3;

  /** The owner of a block that nobody needs to look after. */
  static final int NOBODY = 0;

  static final int SLOT_BITS = 9;
  static final int INCARNATION_BITS = 13;
  static final int MAX_ATTEMPT = 255;

  private static final int OWNER_BITS = SLOT_BITS + INCARNATION_BITS;
  private static final int OWNER_SHIFT = 2;
  private static final int ATTEMPT_SHIFT = OWNER_SHIFT + OWNER_BITS;
  private static final int GENERATION_SHIFT = ATTEMPT_SHIFT + 8;
  private static final long OWNER_MASK = (1L << OWNER_BITS) - 1;

  private BlockWord() {}

  static long of(int state, int owner, int attempt, long generation) {
    return state
        | (long) owner << OWNER_SHIFT
        | (long) attempt << ATTEMPT_SHIFT
        | generation << GENERATION_SHIFT;
  }

  static int state(long word) {
    return (int) word & 3;
  }

  static int owner(long word) {
    return (int) (word >>> OWNER_SHIFT & OWNER_MASK);
  }

  /** How often the item was, or may have been, delivered before. */
  static int attempt(long word) {
    return (int) (word >>> ATTEMPT_SHIFT) & 0xff;
  }

  static long generation(long word) {
    return word >>> GENERATION_SHIFT;
  }

  /**
   * The word a claimer leaves: an allocation begins a new use of the block, a take goes on with the
   * present one.
   */
  static long claimed(long word, int owner) {
    return state(word) == FREE
        ? of(WRITE, owner, 0, generation(word) + 1)
        : with(word, INFLIGHT, owner);
  }

  /** The same use of the block in another state or hand. */
  static long with(long word, int state, int owner) {
    return word & ~(OWNER_MASK << OWNER_SHIFT | 3) | (long) owner << OWNER_SHIFT | state;
  }

  /** The same block in the same hand, free. */
  static long freed(long word) {
    return word & ~3L | FREE;
  }

  /** The word of an item that goes back to be delivered again. */
  static long returned(long word, int owner, boolean delivered) {
    int attempt = attempt(word);
    return of(
        RETRY,
        owner,
        delivered ? Math.min(attempt + 1, MAX_ATTEMPT) : attempt,
        generation(word) + 1);
  }

  static String describe(long word) {
    String[] names = {"FREE", "WRITE", "RETRY", "INFLIGHT"};
    int owner = owner(word);
    return names[state(word)]
        + "(slot "
        + (owner & (1 << SLOT_BITS) - 1)
        + '.'
        + (owner >>> SLOT_BITS)
        + ", attempt "
        + attempt(word)
        + ", generation "
        + generation(word)
        + ')';
  }
}
