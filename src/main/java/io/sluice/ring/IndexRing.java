package io.sluice.ring;

import io.sluice.CorruptQueueException;
import io.sluice.memory.Memory;
import io.sluice.memory.Words;

/**
 * A ring of block numbers that any process may link to and claim from, killed or paused at any
 * access. The shape is that of the index queues in R. Nikolaev, "A Scalable, Portable, and
 * Memory-Efficient Lock-Free FIFO Queue" (DISC 2019), with the blocks' own words deciding who has
 * claimed, so that a dead claimer is known.
 *
 * <pre>
 * Head, Tail   positions, only grow, start at N; hints that may lag and that anybody raises
 * slot[N]      entry = (p &amp; ~mask) | b    p = position, b = block: linked at p when the cycles are equal
 *              b = N - 1: end of stream, b = N - 2: end with a failure (ready ring only)
 * </pre>
 *
 * <p>The link is the commit: one compare-and-set of the entry makes a block ready. The claim is a
 * compare-and-set of the block's word. Invariants, on which every method below rests:
 *
 * <ol>
 *   <li>Positions are linked in order without gaps: a link at p overwrites exactly the entry of p -
 *       N.
 *   <li>Claims happen in position order.
 *   <li>Rule H: after a claim at p, and before the block's word may again become claimable from
 *       this ring, Head &gt; p. So an entry at or above Head is either ready or claimed by the
 *       present word of its block, never older; and a link at p finds the entry of p - N dead.
 *   <li>Rule T: whoever walks over another's entry first brings Tail past it; a run may leave only
 *       its own entries behind. So Tail never lags a whole ring.
 * </ol>
 *
 * <table>
 *   <caption>Who writes what, and in which order</caption>
 *   <tr><td>entry</td><td>linker, CAS</td><td>releases the block's bytes and pos</td></tr>
 *   <tr><td>block word</td><td>claimer, CAS</td><td>acquires them; entry, word, Head are read in this order, acquire, so
 *       that a word of a later use of the block shows a Head beyond p and the claim is given up</td></tr>
 *   <tr><td>Head, Tail</td><td>anybody, CAS upwards</td><td>hints, derivable from the entries</td></tr>
 * </table>
 *
 * <p>All methods are lock-free and safe for any number of threads and processes.
 */
final class IndexRing {
  /** A link that came after the end of stream, or a claim that met it. */
  static final int CLOSED = -1;

  private final Memory memory;
  private final Blocks blocks;
  private final int ring;
  private final int mask;
  private final long length;
  private final int most;
  private final long head;
  private final long tail;
  private final Words entries;

  IndexRing(Memory memory, QueueLayout layout, Blocks blocks, int ring) {
    this.memory = memory;
    this.blocks = blocks;
    this.ring = ring;
    this.mask = layout.ringLength() - 1;
    this.length = layout.ringLength();
    this.most = blocks.count();
    this.head = layout.headOffset(ring);
    this.tail = layout.tailOffset(ring);
    this.entries = memory.words(layout.entriesOffset(ring), layout.ringLength());
  }

  /**
   * Puts a new file's ring in order: {@code linked} blocks, numbered from 0, are in it. Not
   * concurrent.
   */
  void format(int linked) {
    long start = mask + 1L;
    for (int block = 0; block < linked; block++) {
      entries.putPlain(slot(start + block), entry(start + block, block));
      blocks.putPosPlain(ring, block, start + block);
    }
    memory.putPlain(head, start);
    memory.putRelease(tail, start + linked);
  }

  int completeMarker() {
    return mask;
  }

  int failMarker() {
    return mask - 1;
  }

  /**
   * Links a block, or an end marker, at the first free position. The caller owns the block, whose
   * word is in this ring's state; the run's tail is raised by {@link #finish}.
   *
   * @return whether it is linked; false when the stream has ended, which leaves the block with the
   *     caller
   */
  boolean link(int block, LinkCursor cursor) {
    long at = cursor.started() ? cursor.next() : memory.getAcquire(tail);
    for (; ; ) {
      long found = entries.getAcquire(slot(at));
      if (round(found) != round(at) - length) {
        // Not the usual case: somebody has linked here.
        if (isEnd(found, at)) {
          return false;
        }
        at = beyond(found, at);
        continue;
      }
      if (block < most) {
        blocks.putPosPlain(ring, block, at);
      }
      if (entries.compareAndSet(slot(at), found, entry(at, block))) {
        cursor.moveTo(at + 1);
        return true;
      }
    }
  }

  private boolean isEnd(long found, long at) {
    return behind(found, at) == 0 && isMarker(found);
  }

  /** The position after one that is linked, which Tail is brought past, or a later one. */
  private long beyond(long found, long at) {
    long behind = behind(found, at);
    if (behind == 0) {
      raise(tail, at + 1);
      return at + 1;
    }
    return behind < 0 ? later(tail, at) : at;
  }

  /** Ends a run of links. Must happen before their caller returns to its own. */
  void finish(LinkCursor cursor) {
    if (cursor.started()) {
      raise(tail, cursor.next());
      cursor.reset();
    }
  }

  /** Links one block. Same result as {@link #link(int, LinkCursor)}. */
  boolean linkOne(int block) {
    LinkCursor cursor = new LinkCursor();
    boolean linked = link(block, cursor);
    finish(cursor);
    return linked;
  }

  /** Links an end marker. Neither Tail nor Head ever passes it. */
  boolean linkMarker(int marker) {
    return link(marker, new LinkCursor());
  }

  /**
   * Claims a run of blocks for {@code owner}: entries and words of the run are read, then Head
   * once, then each word is replaced up to the first that somebody else has changed.
   *
   * @return how many, 0 when the ring is empty (exact at an instant within the call), {@link
   *     #CLOSED} when it has ended
   */
  int claim(ClaimRun run, int most, int owner) {
    int wanted = Math.min(most, run.capacity());
    run.count = 0;
    for (; ; ) {
      long start = memory.getAcquire(head);
      int seen = collect(run, start, wanted);
      if (seen == 0 || seen == CLOSED) {
        run.emptyAt = start;
        return seen;
      }
      if (seen > 0 && memory.getAcquire(head) == start) {
        int claimed = claimWords(run, seen, owner);
        if (claimed > 0) {
          raise(head, start + claimed);
          run.count = claimed;
          return claimed;
        }
      }
    }
  }

  private static final int AGAIN = -2;

  /** Reads the run of claimable entries from {@code start}: how many, or why there is none. */
  private int collect(ClaimRun run, long start, int wanted) {
    int[] found = run.blocks;
    long[] words = run.words;
    for (int i = 0; i < wanted; i++) {
      long at = start + i;
      long entry = entries.getAcquire(slot(at));
      int block = (int) entry & mask;
      if (round(entry) != round(at) || block >= most) {
        return i == 0 ? whyNothing(entry, start) : i;
      }
      long word = blocks.wordAcquire(block);
      if (BlockWord.state(word) != ring) {
        return i == 0 ? help(start) : i;
      }
      found[i] = block;
      words[i] = word;
    }
    return wanted;
  }

  private int whyNothing(long found, long start) {
    long behind = behind(found, start);
    if (behind > 0) {
      return 0;
    }
    if (behind < 0) {
      return again(start);
    }
    if (isMarker(found)) {
      return CLOSED;
    }
    throw noBlock((int) found & mask);
  }

  private int again(long start) {
    later(head, start);
    return AGAIN;
  }

  /** Somebody claimed the entry at Head and has not moved Head. */
  private int help(long start) {
    memory.compareAndSet(head, start, start + 1);
    return AGAIN;
  }

  private int claimWords(ClaimRun run, int seen, int owner) {
    int[] found = run.blocks;
    long[] words = run.words;
    for (int i = 0; i < seen; i++) {
      long word = words[i];
      long claimed = BlockWord.claimed(word, owner);
      // A failure proves nothing about this position: a sweeper may have changed only the owner.
      if (!blocks.casWord(found[i], word, claimed)) {
        return i;
      }
      words[i] = claimed;
    }
    return seen;
  }

  /**
   * Brings Head past every claimed entry, so that no entry at or above Head names a block of an
   * earlier use.
   */
  void pass() {
    for (; ; ) {
      long at = memory.getAcquire(head);
      long found = entries.getAcquire(slot(at));
      long behind = behind(found, at);
      if (behind > 0 || behind == 0 && isMarker(found)) {
        return;
      }
      if (behind < 0) {
        later(head, at);
        continue;
      }
      long word = blocks.wordAcquire(block(found));
      if (memory.getAcquire(head) != at) {
        continue;
      }
      if (BlockWord.state(word) == ring) {
        return;
      }
      memory.compareAndSet(head, at, at + 1);
    }
  }

  /**
   * Whether a block that a dead process owned is linked here: a stable fact, since its owner
   * changes nothing more.
   */
  boolean isLinked(int block) {
    long from = memory.getVolatile(head);
    long pos = blocks.posOpaque(ring, block);
    return pos >= from && entries.getVolatile(slot(pos)) == entry(pos, block);
  }

  /** Whether something is linked at {@code position}; an end marker does not count. */
  boolean linkedAt(long position) {
    long found = entries.getVolatile(slot(position));
    long behind = behind(found, position);
    return behind < 0 || behind == 0 && !isMarker(found);
  }

  /** The end marker of the stream, or -1 while it goes on. */
  int endMarker() {
    long at = end();
    long found = entries.getVolatile(slot(at));
    return position(found, at) == at && isMarker(found) ? (int) found & mask : -1;
  }

  /** The first position that is not linked; an end marker counts as not linked. */
  long end() {
    long at = memory.getVolatile(tail);
    for (; ; ) {
      long found = entries.getVolatile(slot(at));
      long behind = behind(found, at);
      if (behind > 0 || behind == 0 && isMarker(found)) {
        return at;
      }
      at = behind == 0 ? at + 1 : later(tail, at);
    }
  }

  /** Finds the first position that is not claimed. */
  void first(First result) {
    long at = memory.getVolatile(head);
    for (; ; ) {
      long found = entries.getVolatile(slot(at));
      long behind = behind(found, at);
      if (behind > 0 || behind == 0 && isMarker(found)) {
        result.nothingAt(at);
        return;
      }
      if (behind < 0) {
        at = later(head, at);
        continue;
      }
      int block = block(found);
      long word = blocks.wordVolatile(block);
      long now = memory.getVolatile(head);
      if (now > at) {
        at = now;
      } else if (BlockWord.state(word) == ring) {
        result.readyAt(at, block, word);
        return;
      } else {
        at++;
      }
    }
  }

  private void raise(long hint, long to) {
    for (; ; ) {
      long now = memory.getAcquire(hint);
      if (now >= to || memory.compareAndSet(hint, now, to)) {
        return;
      }
    }
  }

  /**
   * A hint that must have moved on from {@code from}, because an entry of a later cycle was found
   * there.
   */
  private long later(long hint, long from) {
    long now = memory.getVolatile(hint);
    if (now <= from) {
      throw corrupt("position " + from + " is taken, yet not passed");
    }
    return now;
  }

  private int block(long found) {
    int block = (int) found & mask;
    if (block >= most) {
      throw noBlock(block);
    }
    return block;
  }

  private CorruptQueueException noBlock(int block) {
    return corrupt("there is no block " + block);
  }

  private boolean isMarker(long found) {
    return ring == QueueLayout.READY_RING && marks((int) found & mask);
  }

  private boolean marks(int block) {
    return block >= mask - 1;
  }

  private int slot(long position) {
    return (int) position & mask;
  }

  private long entry(long position, int block) {
    return round(position) | block;
  }

  /** A position or an entry without what tells the slot or the block. */
  private long round(long word) {
    return word & -length;
  }

  /**
   * How far an entry is behind the position {@code at} in whose slot it was found: 0, it is linked
   * there; N, nothing is linked there yet; less than 0, the position was passed. Whoever walks from
   * position to position comes to an end by this, whatever the words hold: none is negative.
   */
  private long behind(long found, long at) {
    long behind = at - position(found, at);
    if ((found | at) < 0 || behind > 0 && behind != length) {
      throw corrupt("a gap below position " + at);
    }
    return behind;
  }

  /** The position at which an entry found in the slot of {@code at} was linked. */
  private long position(long found, long at) {
    return round(found) | at & mask;
  }

  private CorruptQueueException corrupt(String what) {
    return new CorruptQueueException("ring " + ring + ": " + what);
  }

  /** The first position that is not claimed, and the block that is ready there. */
  static final class First {
    private static final int NOTHING = -1;

    private long position;
    private int block;
    private long word;

    private void nothingAt(long at) {
      position = at;
      block = NOTHING;
      word = 0;
    }

    private void readyAt(long at, int ready, long readyWord) {
      position = at;
      block = ready;
      word = readyWord;
    }

    long position() {
      return position;
    }

    boolean isNothing() {
      return block == NOTHING;
    }

    /** Whether what was found is as it was. */
    boolean stands(Blocks blocks) {
      return block == NOTHING || blocks.wordVolatile(block) == word;
    }
  }
}
