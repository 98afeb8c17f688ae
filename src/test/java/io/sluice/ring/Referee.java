package io.sluice.ring;

import io.sluice.memory.Memory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks at the whole queue after every change that anybody makes to it, reading the file by itself,
 * and knows what the processes cannot: which items were accepted and settled, what each change
 * means, and what was true during a call.
 *
 * <p>What holds at every instant, whoever is dead or paused wherever:
 *
 * <ul>
 *   <li>each entry at or above Head is ready or claimed by the present word of its block, the
 *       claimed ones before the ready ones; a ready block has one such entry, at the position that
 *       its header names
 *   <li>Head and Tail only grow; Tail lags by less than one run; no ring has a gap
 *   <li>a block's word changes only as in {@link RingQueue}'s table, and never repeats: by its
 *       owner, by a claimer if it was ready, by anybody if its owner is dead
 *   <li>an item is settled once, and only if it was accepted; each producer's items are claimed in
 *       order
 *   <li>an accepted item's file is there, a ready free block has none
 * </ul>
 */
final class Referee {
  /** The files of large items, as they are now. */
  interface Files {
    /** Whether there is a file of the block, of whatever use of it. */
    boolean hasAny(int block);

    /** Whether the file of that use of the block is there and written. */
    boolean isWhole(int block, long generation);

    /** The code of the item in it. */
    long content(int block, long generation);
  }

  private static final String[] RINGS = {"free", "ready", "redelivery"};

  private final Memory memory;
  private final QueueLayout layout;
  private final Blocks blocks;
  private final Files files;
  private final long mask;
  private final int count;

  private final long[] words;
  private final int[] items;
  private final long[] heads = new long[3];
  private final long[] tails = new long[3];

  /**
   * One bit for each block that may be claimed; as in each set of blocks or of counts here: there
   * are few.
   */
  private long ready;

  private long readyBefore;

  /** Whose state the present change replaces. */
  private long moved;

  private final int[] readyIn = new int[3];
  private int unsettled;
  private boolean closed;
  private boolean ended;

  private final Set<Integer> accepted = new HashSet<>();
  private final Set<Integer> settled = new HashSet<>();
  private final Map<Integer, Integer> lastClaimed = new HashMap<>();
  private final Set<Integer> dead = new HashSet<>();
  private final List<Call> calls = new ArrayList<>();
  private AssertionError failure;

  /** For a queue in which nothing is in anybody's hands. */
  Referee(Memory memory, QueueLayout layout, Files files) {
    this.memory = memory;
    this.layout = layout;
    this.blocks = new Blocks(memory, layout);
    this.files = files;
    this.mask = layout.ringLength() - 1L;
    this.count = layout.maxSize();
    this.words = new long[count];
    this.items = new int[count];
    for (int block = 0; block < count; block++) {
      words[block] = blocks.wordVolatile(block);
      if (BlockWord.state(words[block]) == BlockWord.RETRY) {
        items[block] = Items.at(blocks, files, block);
        accepted.add(items[block]);
      }
    }
    look();
  }

  int room() {
    return readyIn[QueueLayout.FREE_RING];
  }

  int size() {
    return readyIn[QueueLayout.READY_RING] + readyIn[QueueLayout.RETRY_RING];
  }

  int unsettled() {
    return unsettled;
  }

  /** Whether the ready ring's Tail is where the last producer should have left it. */
  boolean isTailAtTheEnd() {
    long tail = tails[QueueLayout.READY_RING];
    return (entryAt(QueueLayout.READY_RING, tail) & ~mask) != (tail & ~mask);
  }

  boolean isClosed() {
    return closed;
  }

  boolean isAccepted(int item) {
    return accepted.contains(item);
  }

  int acceptedCount() {
    return accepted.size();
  }

  int settledCount() {
    return settled.size();
  }

  /** The item that was accepted in the block last. */
  int item(int block) {
    return items[block];
  }

  void died(int owner) {
    dead.add(owner);
  }

  /**
   * A receiver was told that the stream has ended: nothing may be accepted or delivered any more.
   */
  void ended() {
    ended = true;
    require(unsettled == 0, "the stream ended with items");
  }

  void requireNoWordOfTheDead() {
    dead.forEach(this::requireNoWordOf);
  }

  void requireNoWordOf(int owner) {
    for (long word : words) {
      require(BlockWord.owner(word) != owner, "one who is gone owns a block");
    }
  }

  /** A word was replaced by the process of this id. */
  void changed(int by) {
    if (failure != null) {
      throw failure;
    }
    readyBefore = ready;
    moved = 0;
    for (int block = 0; block < count; block++) {
      long word = blocks.wordVolatile(block);
      if (word != words[block]) {
        judge(block, words[block], word, contains(readyBefore, block), by);
        if (BlockWord.state(word) != BlockWord.state(words[block])) {
          moved |= 1L << block;
        }
        words[block] = word;
      }
    }
    look();
    calls.forEach(Call::see);
  }

  private void look() {
    ready = 0;
    Arrays.fill(readyIn, 0);
    for (int ring = 0; ring < 3; ring++) {
      walk(ring);
    }
    unsettled = readyIn[QueueLayout.READY_RING];
    for (int block = 0; block < count; block++) {
      int state = BlockWord.state(words[block]);
      if (state == BlockWord.INFLIGHT || state == BlockWord.RETRY) {
        unsettled++;
        requireFile(block);
      }
    }
    require(!ended || unsettled == 0, "an item after the end of the stream");
  }

  private void walk(int ring) {
    long head = memory.getVolatile(layout.headOffset(ring));
    long tail = memory.getVolatile(layout.tailOffset(ring));
    require(head >= heads[ring] && tail >= tails[ring], "a hint went back");
    heads[ring] = head;
    tails[ring] = tail;
    boolean claimedOver = false;
    for (long at = head; ; at++) {
      long entry = entryAt(ring, at);
      long behind = (at & ~mask) - (entry & ~mask);
      boolean marker = (entry & mask) >= mask - 1;
      if (behind == 0 && !marker) {
        boolean claimable = see(ring, at, (int) (entry & mask));
        require(claimable || !claimedOver, "claimed out of order");
        claimedOver |= claimable;
        continue;
      }
      require(behind == 0 || behind == mask + 1, "an entry at or above Head is overwritten");
      closed |= behind == 0;
      // A tail that lags behind the head is behind the end too: claims walk on entries alone.
      require(tail <= at && at - tail <= count, "Tail lags a whole run, or leads");
      return;
    }
  }

  private boolean see(int ring, long at, int block) {
    if (BlockWord.state(words[block]) != ring) {
      return false;
    }
    require(!contains(ready, block), "a block has two live entries");
    // A link makes a block ready, a change of its word never does.
    require(!contains(moved, block), "an old entry lives again");
    require(blocks.posOpaque(ring, block) == at, "an entry elsewhere than its header says");
    ready |= 1L << block;
    readyIn[ring]++;
    if (ring == QueueLayout.FREE_RING) {
      require(!files.hasAny(block), "a free block has a file");
    } else {
      requireFile(block);
    }
    if (ring == QueueLayout.READY_RING && !contains(readyBefore, block)) {
      items[block] = Items.at(blocks, files, block);
      require(accepted.add(items[block]), "accepted twice");
    }
    return true;
  }

  private void requireFile(int block) {
    if (Blocks.form(blocks.shapePlain(block)) == Blocks.IN_FILE) {
      require(files.isWhole(block, blocks.fileGenerationPlain(block)), "an item has no file");
    }
  }

  /** Whether a word's change is in the table. */
  private void judge(int block, long word, long next, boolean wasReady, int by) {
    long grown = BlockWord.generation(next) - BlockWord.generation(word);
    int attempts = BlockWord.attempt(next) - BlockWord.attempt(word);
    boolean owned = BlockWord.owner(word) == by || dead.contains(BlockWord.owner(word));
    switch (BlockWord.state(word) << 2 | BlockWord.state(next)) {
      case BlockWord.FREE << 2 | BlockWord.WRITE ->
          require(wasReady && grown == 1 && BlockWord.attempt(next) == 0, "allocated", word, next);
      case BlockWord.WRITE << 2 | BlockWord.INFLIGHT -> {
        require(wasReady && grown == 0, "claimed", word, next);
        requireInOrder(items[block]);
      }
      case BlockWord.RETRY << 2 | BlockWord.INFLIGHT ->
          require(wasReady && grown == 0, "claimed again", word, next);
      case BlockWord.INFLIGHT << 2 | BlockWord.FREE -> {
        require(owned && grown == 0, "settled", word, next);
        require(settled.add(items[block]), "settled twice", word, next);
      }
      case BlockWord.INFLIGHT << 2 | BlockWord.RETRY ->
          require(owned && grown == 1 && (attempts & ~1) == 0, "given back", word, next);
      case BlockWord.WRITE << 2 | BlockWord.FREE ->
          require(owned && !wasReady && grown == 0, "abandoned", word, next);
      default -> {
        boolean same = BlockWord.state(word) == BlockWord.state(next);
        require(same && owned && grown == 0 && attempts == 0, "taken over", word, next);
      }
    }
  }

  private void requireInOrder(int item) {
    Integer last = lastClaimed.put(Items.producer(item), Items.sequence(item));
    require(last == null || last < Items.sequence(item), "a producer's items out of order");
  }

  private long entryAt(int ring, long position) {
    return memory.getVolatile(layout.entriesOffset(ring) + (position & mask) * Long.BYTES);
  }

  private static boolean contains(long set, int element) {
    return (set >>> element & 1) != 0;
  }

  private void require(boolean condition, String what) {
    if (!condition) {
      failure = new AssertionError(what + describe());
      throw failure;
    }
  }

  private void require(boolean condition, String what, long word, long next) {
    if (!condition) {
      require(false, what + ' ' + BlockWord.describe(word) + " as " + BlockWord.describe(next));
    }
  }

  private String describe() {
    StringBuilder text = new StringBuilder();
    for (int ring = 0; ring < 3; ring++) {
      text.append("\n").append(RINGS[ring]).append(" ring, Head ");
      text.append(memory.getVolatile(layout.headOffset(ring))).append(", Tail ");
      text.append(memory.getVolatile(layout.tailOffset(ring))).append(':');
      for (long at = 0; at <= mask; at++) {
        long entry = entryAt(ring, at);
        text.append(' ').append((entry & ~mask) + at).append("=b").append(entry & mask);
      }
    }
    for (int block = 0; block < count; block++) {
      text.append("\nblock ").append(block).append(": ");
      text.append(BlockWord.describe(blocks.wordVolatile(block)));
      for (int ring = 0; ring < 3; ring++) {
        text.append(", ").append(RINGS[ring]).append(" at ").append(blocks.posOpaque(ring, block));
      }
    }
    return text.toString();
  }

  /** A call begins: what is true from now on, until it ends, is what it may answer. */
  Call call() {
    Call call = new Call();
    calls.add(call);
    return call;
  }

  /** What was true at some instant of a call. */
  final class Call {
    private long sizes;
    private long rooms;
    private long unsettledCounts;
    private final boolean open = !closed;

    private Call() {
      see();
    }

    private void see() {
      sizes |= 1L << size();
      rooms |= 1L << room();
      unsettledCounts |= 1L << unsettled();
    }

    void end() {
      calls.remove(this);
    }

    /** Whether the stream had not ended yet when the call began. */
    boolean wasOpen() {
      return open;
    }

    void requireSize(int size) {
      require(size >= 0 && contains(sizes, size), "never of this size");
    }

    void requireEmpty(boolean empty) {
      require(zero(sizes, empty), "never empty, or never not");
    }

    void requireFull(boolean full) {
      require(zero(rooms, full), "never full, or never not");
    }

    void requireSettled(boolean settled) {
      require(zero(unsettledCounts, settled), "never settled, or never not");
    }

    private static boolean zero(long counts, boolean zero) {
      return zero ? contains(counts, 0) : counts != 1;
    }
  }
}
