package io.sluice.ring;

import io.sluice.memory.Memory;

/**
 * Who has the two ends of a pipe's direction, and how that ended: a word for each end, changed only
 * by compare-and-set, from states above to states below.
 *
 * <table>
 *   <caption>The states of an end</caption>
 *   <tr><th>state</th><th>meaning</th><th>owner in the word</th><th>next</th></tr>
 *   <tr><td>UNCLAIMED</td><td>nobody has used it</td><td>nobody</td><td>CLAIMED, WITHDRAWN, LOST</td></tr>
 *   <tr><td>CLAIMED</td><td>a process has it</td><td>that one</td><td>CLOSED, FAILED, LOST</td></tr>
 *   <tr><td>CLOSED</td><td>writer: completed; reader: cancelled or closed</td><td>who had it</td><td>-</td></tr>
 *   <tr><td>FAILED</td><td>writer only: failed, the cause is in its area</td><td>who had it</td><td>-</td></tr>
 *   <tr><td>LOST</td><td>the process of that pid died: which had it, or was expected to take
 *       it</td><td>who had it, or who says so</td><td>-</td></tr>
 *   <tr><td>WITHDRAWN</td><td>the pipe was closed before anybody used it</td><td>who closed</td><td>-</td></tr>
 * </table>
 *
 * <pre>
 *  63        60 59                                  28 27             22 21        0
 * +------------+--------------------------------------+----------------+-----------+
 * | state      | pid of the process                   | unused         | owner     |
 * +------------+--------------------------------------+----------------+-----------+
 * </pre>
 *
 * <p><b>One end of the stream.</b> Each of the last four states is followed by the end marker in
 * the ready ring, so that nothing more is accepted, and so that what waits is woken as at any
 * stream's end; the words only say why it ended. In that order: word, then marker. Whoever dies
 * between them has left its owner id in the word: its sweep links the marker. Whoever is stopped
 * between them delays nobody, for all who look at the words and find one over link the marker
 * ({@link #finish}). An owner id is never used twice, so a sweep never meets another's word.
 *
 * <p><b>Only owners count.</b> A process that opens the file takes a participant's slot and is
 * swept when it dies, but no word names it: it neither keeps a stream open nor ends one.
 *
 * <p>A dead writer's pieces that are linked are accepted and stay; one that was not linked is freed
 * by {@link Repair} before the word is LOST. So whoever sees LOST and then finds nothing to take
 * has taken all.
 */
final class EndWords {
  static final int UNCLAIMED = 0;
  static final int CLAIMED = 1;
  static final int CLOSED = 2;
  static final int FAILED = 3;
  static final int LOST = 4;
  static final int WITHDRAWN = 5;

  /** On lines of their own, in the header's page. */
  private static final long WRITER = 3072;

  private static final long READER = 3200;

  private static final int PID_SHIFT = 28;
  private static final int STATE_SHIFT = 60;
  private static final long PID_MASK = 0xffff_ffffL;
  private static final long OWNER_MASK =
      (1L << BlockWord.SLOT_BITS + BlockWord.INCARNATION_BITS) - 1;

  private final Memory memory;
  private final RingQueue queue;

  EndWords(Memory memory, RingQueue queue) {
    this.memory = memory;
    this.queue = queue;
  }

  long word(PipeEnds.Side side) {
    return memory.getVolatile(at(side));
  }

  static int state(long word) {
    return (int) (word >>> STATE_SHIFT);
  }

  static long pid(long word) {
    return word >>> PID_SHIFT & PID_MASK;
  }

  private static int owner(long word) {
    return (int) (word & OWNER_MASK);
  }

  private static long of(int state, int owner, long pid) {
    return (long) state << STATE_SHIFT | (pid & PID_MASK) << PID_SHIFT | owner;
  }

  private static boolean isOver(long word) {
    return state(word) > CLAIMED;
  }

  private static long at(PipeEnds.Side side) {
    return side == PipeEnds.Side.WRITER ? WRITER : READER;
  }

  /** UNCLAIMED to CLAIMED: whether the end is the caller's now. */
  boolean claim(PipeEnds.Side side, int owner, long pid) {
    return memory.compareAndSet(at(side), UNCLAIMED, of(CLAIMED, owner, pid));
  }

  /** The owner's CLAIMED to CLOSED or FAILED; false if it was over. */
  boolean end(PipeEnds.Side side, int owner, int state) {
    long word = word(side);
    return state(word) == CLAIMED
        && owner(word) == owner
        && memory.compareAndSet(at(side), word, of(state, owner, pid(word)));
  }

  /** UNCLAIMED to WITHDRAWN or LOST, on the caller's word; false if somebody has it. */
  boolean giveUp(PipeEnds.Side side, int owner, int state, long pid) {
    return memory.compareAndSet(at(side), UNCLAIMED, of(state, owner, pid));
  }

  /** Links the marker if an end is over; whether that had to be done. */
  boolean finish() {
    return (isOver(word(PipeEnds.Side.WRITER)) || isOver(word(PipeEnds.Side.READER)))
        && queue.complete();
  }

  /** The owner leaves: what it has not ended ends in order. */
  void leave(int owner) {
    for (PipeEnds.Side side : PipeEnds.Side.values()) {
      end(side, owner, CLOSED);
    }
    finish();
  }

  /** CLAIMED by the dead to LOST; then the marker, also where the dead had only that left to do. */
  void sweep(int dead) {
    for (PipeEnds.Side side : PipeEnds.Side.values()) {
      long word = word(side);
      if (state(word) == CLAIMED && owner(word) == dead) {
        memory.compareAndSet(at(side), word, of(LOST, dead, pid(word)));
      }
    }
    finish();
  }
}
