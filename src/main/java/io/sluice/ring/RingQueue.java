package io.sluice.ring;

import io.sluice.CorruptQueueException;
import io.sluice.SluiceException;
import io.sluice.memory.Memory;
import java.io.IOException;

/**
 * A bounded queue of encoded items over blocks and three rings of their numbers: write, then link.
 *
 * <table>
 *   <caption>A block's states: {@code o} owner, {@code g} generation</caption>
 *   <tr><th>state</th><th>meaning</th><th>claimed from</th><th>the claim makes it</th></tr>
 *   <tr><td>FREE(o,g)</td><td>empty; o is linking it, or has linked it, into F</td><td>F</td>
 *       <td>WRITE(me,g+1)</td></tr>
 *   <tr><td>WRITE(o,g)</td><td>o encodes, links, or has linked it into R</td><td>R</td><td>INFLIGHT(me,g)</td></tr>
 *   <tr><td>RETRY(o,g)</td><td>an accepted item; o is linking it, or has linked it, into Q</td><td>Q</td>
 *       <td>INFLIGHT(me,g)</td></tr>
 *   <tr><td>INFLIGHT(o,g)</td><td>claimed by o, not settled</td><td>-</td><td>-</td></tr>
 * </table>
 *
 * <pre>
 *            claim F              link R             claim R
 *   FREE ---------------&gt; WRITE --------&gt; (ready) ------------&gt; INFLIGHT
 *    ^  ^------------------/                                     |  |  ^
 *    |   stream has ended                             give back  |  |  | claim Q
 *    |                                                  v--------/  |  |
 *    |                                                RETRY --------|--/
 *    \--------------------------------------------------------------/  settle
 * </pre>
 *
 * <p>Accepted = the compare-and-set of the R entry. Settled = the one INFLIGHT to FREE. Room exists
 * again = the one of the F entry. Only the owner changes a word that names it, except claimers of
 * linked blocks, and sweepers once the owner is dead ({@link Repair}). Only the owner writes a
 * block's bytes, only while the block is WRITE and not linked; they are published by the entry's
 * compare-and-set.
 *
 * <p>A block between claim(F) and link(R), or between settle and link(F), is room held by that
 * operation: no exception may leave in between without giving it back.
 *
 * <p>Lock-free, safe for any number of threads and processes; one owner id serves all threads of a
 * JVM, for a block belongs to one operation at a time.
 */
class RingQueue {
  /** Nothing was accepted: no room. */
  static final int FULL = 0;

  /** Nothing was claimed: no item. */
  static final int EMPTY = 0;

  /** The stream has ended. */
  static final int CLOSED = IndexRing.CLOSED;

  final QueueLayout layout;
  final Blocks blocks;
  final IndexRing free;
  final IndexRing ready;
  final IndexRing retry;
  private final ItemFiles files;

  RingQueue(Memory memory, QueueLayout layout, ItemFiles files) {
    this.layout = layout;
    this.files = files;
    this.blocks = new Blocks(memory, layout);
    this.free = new IndexRing(memory, layout, blocks, QueueLayout.FREE_RING);
    this.ready = new IndexRing(memory, layout, blocks, QueueLayout.READY_RING);
    this.retry = new IndexRing(memory, layout, blocks, QueueLayout.RETRY_RING);
  }

  /** Puts a new file's blocks and rings in order: all blocks free, or all ready and of no bytes. */
  void format(boolean full) {
    for (int block = 0; block < layout.maxSize(); block++) {
      int state = full ? BlockWord.WRITE : BlockWord.FREE;
      blocks.putWordRelease(block, BlockWord.of(state, BlockWord.NOBODY, 0, 0));
    }
    free.format(full ? 0 : layout.maxSize());
    ready.format(full ? layout.maxSize() : 0);
    retry.format(0);
  }

  /**
   * Accepts items from the front of {@code items}, as many as there is room for and as one run
   * holds.
   *
   * @return how many, and drops them from {@code items}; or {@link #FULL}, or {@link #CLOSED}
   * @throws SluiceException if a large item's file cannot be written; nothing was accepted then
   */
  int put(PutRun items, int owner) {
    ClaimRun run = items.claims();
    int claimed = free.claim(run, items.count(), owner);
    if (claimed == 0) {
      return ready.endMarker() < 0 ? FULL : CLOSED;
    }
    int linked = 0;
    try {
      int from = items.from(0);
      for (int i = 0; i < claimed; i++) {
        int end = items.end(i);
        write(run.blocks[i], run.words[i], items.bytes(), from, end - from);
        from = end;
      }
      LinkCursor cursor = new LinkCursor();
      while (linked < claimed && ready.link(run.blocks[linked], cursor)) {
        linked++;
      }
      ready.finish(cursor);
    } finally {
      // Counted link by link: whatever was thrown, what is linked is accepted and not to be undone.
      items.drop(linked);
      abandon(run, linked);
    }
    return linked == 0 ? CLOSED : linked;
  }

  private void write(int block, long word, byte[] bytes, int from, int length) {
    if (length <= blocks.capacity()) {
      blocks.putShapePlain(block, length, Blocks.INLINE);
      blocks.copyIn(block, bytes, from, length);
    } else {
      writeFile(block, BlockWord.generation(word), bytes, from, length);
    }
  }

  private void writeFile(int block, long generation, byte[] bytes, int from, int length) {
    // The header names the file before there is one: whoever frees the block finds it.
    blocks.putShapePlain(block, length, Blocks.IN_FILE);
    blocks.putFileGenerationPlain(block, generation);
    try {
      files.write(block, generation, bytes, from, length);
    } catch (IOException e) {
      throw new SluiceException("cannot write the file of an item of " + length + " bytes", e);
    }
  }

  /** Gives claimed but unlinked blocks back. */
  private void abandon(ClaimRun run, int from) {
    for (int i = from; i < run.count; i++) {
      int block = run.blocks[i];
      long word = run.words[i];
      dropFile(block);
      if (blocks.casWord(block, word, BlockWord.freed(word))) {
        free.linkOne(block);
      }
    }
  }

  /**
   * Claims ready items, those to be delivered again first.
   *
   * @return how many; {@link #EMPTY}, exact at an instant within the call; {@link #CLOSED} when the
   *     ready ring has come to its end, while items in other hands may still come back
   */
  int poll(ClaimRun run, int most, int owner) {
    for (; ; ) {
      int claimed = retry.claim(run, most, owner);
      if (claimed > 0) {
        return claimed;
      }
      long retryEmptyAt = run.emptyAt;
      claimed = ready.claim(run, most, owner);
      if (claimed > 0) {
        return claimed;
      }
      // An item may have gone from R to Q since the first look: then the queue was never empty.
      if (!retry.linkedAt(retryEmptyAt)) {
        return claimed;
      }
    }
  }

  /**
   * Ends the life of an item that nobody but the caller can have settled or given back: a claim's
   * owner is the only one to change its word, so a store does.
   */
  void settleOwn(int block, long word) {
    blocks.putWordRelease(block, BlockWord.freed(word));
  }

  /** Whether freeing the caller's block deletes a file. */
  boolean isInFile(int block) {
    return Blocks.form(blocks.shapePlain(block)) == Blocks.IN_FILE;
  }

  /** Makes the room of a settled block, which is the caller's, known: its file goes first. */
  void free(int block, LinkCursor cursor) {
    dropFile(block);
    free.link(block, cursor);
  }

  /** The same for a block alone. */
  void freeOne(int block) {
    dropFile(block);
    free.linkOne(block);
  }

  /** Ends the item's life in the queue and makes its room known. Same result as {@link #settle}. */
  boolean settleOne(int block, long word) {
    boolean settled = settle(block, word);
    if (settled) {
      freeOne(block);
    }
    return settled;
  }

  /**
   * Ends the item's life in the queue; the block is to be freed then.
   *
   * @return whether it was the caller's still; if not, it is to be dropped
   */
  boolean settle(int block, long word) {
    return blocks.casWord(block, word, BlockWord.freed(word));
  }

  /**
   * Ends the item's life in the queue and frees its block.
   *
   * @return whether it was the caller's still; if not, it is to be dropped
   */
  boolean settle(int block, long word, LinkCursor cursor) {
    if (!settle(block, word)) {
      return false;
    }
    free(block, cursor);
    return true;
  }

  /**
   * Puts an item back, ahead of newer ones.
   *
   * @param delivered whether it was, or may have been, seen by a consumer: that counts as an
   *     attempt
   * @return whether it was the caller's still
   */
  boolean giveBack(int block, long word, boolean delivered) {
    long returned = BlockWord.returned(word, BlockWord.owner(word), delivered);
    if (!blocks.casWord(block, word, returned)) {
      return false;
    }
    retry.linkOne(block);
    return true;
  }

  /** Ends the stream for everybody. False if it had ended. */
  boolean complete() {
    return ready.linkMarker(ready.completeMarker());
  }

  /** Ends the stream with the failure that the cause word names. False if it had ended. */
  boolean fail() {
    return ready.linkMarker(ready.failMarker());
  }

  boolean isClosed() {
    return ready.endMarker() >= 0;
  }

  boolean isFailed() {
    return ready.endMarker() == ready.failMarker();
  }

  /** The item's bytes, in an array of their own. */
  byte[] read(int block, int length) throws IOException {
    long shape = blocks.shapePlain(block);
    int form = Blocks.form(shape);
    if (form == Blocks.IN_FILE) {
      return files.read(block, blocks.fileGenerationPlain(block), length);
    }
    int extra = Blocks.extra(shape);
    if (form != Blocks.INLINE || length < 0 || length > blocks.capacity() - extra) {
      throw new CorruptQueueException(
          "block " + block + " cannot hold an item of " + length + " bytes");
    }
    byte[] target = new byte[length];
    blocks.copyOut(block, extra, target, 0, length);
    return target;
  }

  /**
   * Deletes the file that the header of the owner's block names, if it does: this use's, or an
   * older one's that is gone already.
   */
  void dropFile(int block) {
    if (Blocks.form(blocks.shapePlain(block)) == Blocks.IN_FILE) {
      dropFile(block, blocks.fileGenerationPlain(block));
    }
  }

  /** Deletes the file of an allocation, if there is one. */
  void dropFile(int block, long generation) {
    try {
      files.delete(block, generation);
    } catch (IOException e) {
      // The item's life has ended all the same, and the block's room must come back. What stays is
      // a leftover for whoever deletes the queue: no later item's file has its name.
    }
  }
}
