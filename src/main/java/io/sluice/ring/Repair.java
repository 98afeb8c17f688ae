package io.sluice.ring;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Puts right what a dead process left, block by block. Any number of processes may do it at once,
 * each may die in it and another begins anew: every step is a compare-and-set from a word that
 * names the dead owner, or names the repairer, whose own death is met by the same table.
 *
 * <table>
 *   <caption>The repair of a word that names the dead owner d</caption>
 *   <tr><th>word</th><th>linked</th><th>repair; a failed compare-and-set: look again</th></tr>
 *   <tr><td>FREE(d,g)</td><td>in F</td><td>to FREE(nobody,g)</td></tr>
 *   <tr><td></td><td>no</td><td>to FREE(me,g); drop the item's file; link F</td></tr>
 *   <tr><td>WRITE(d,g)</td><td>in R: accepted</td><td>to WRITE(nobody,g); the entry stands</td></tr>
 *   <tr><td></td><td>no: never accepted</td><td>pass F; to FREE(me,g); drop the file of g; link F</td></tr>
 *   <tr><td>RETRY(d,g)</td><td>in Q</td><td>to RETRY(nobody,g)</td></tr>
 *   <tr><td></td><td>no</td><td>to RETRY(me,g); link Q</td></tr>
 *   <tr><td>INFLIGHT(d,g)</td><td>-</td><td>pass R; pass Q; to RETRY(me,g+1,attempt+1); link Q</td></tr>
 * </table>
 *
 * <p>"Linked" is a stable fact, because the dead owner changes nothing more: see {@link
 * IndexRing#isLinked}. The passes bring Head over the dead one's claimed entry before the block's
 * word becomes claimable again (rule H): else the old entry would come back to life. Items that
 * were in flight go back in the order in which they were born. After one whole pass no word names
 * d; the pass costs one read for each block and nobody waits for it.
 */
final class Repair {
  private final RingQueue queue;
  private final int dead;
  private final int me;

  Repair(RingQueue queue, int dead, int me) {
    this.queue = queue;
    this.dead = dead;
    this.me = me;
  }

  /**
   * A living owner leaves, none of whose operations is under way: what it still holds goes back,
   * and no word names it any more.
   */
  static void leave(RingQueue queue, int owner) {
    Repair own = new Repair(queue, owner, owner);
    // First everything is linked in the owner's name, and only then in nobody's: were it nobody's
    // before, a death in between would leave it to nobody to repair.
    own.run();
    own.run();
  }

  /**
   * Repairs all that names the dead owner.
   *
   * @return how many blocks were put right
   */
  int run() {
    Blocks blocks = queue.blocks;
    int found = 0;
    List<Held> inFlight = new ArrayList<>();
    for (int block = 0; block < blocks.count(); block++) {
      long word = blocks.wordVolatile(block);
      if (BlockWord.owner(word) != dead) {
        continue;
      }
      found++;
      if (BlockWord.state(word) == BlockWord.INFLIGHT) {
        inFlight.add(new Held(block, blocks.posOpaque(QueueLayout.READY_RING, block)));
      } else {
        repair(block);
      }
    }
    inFlight.sort(Comparator.comparingLong(Held::born));
    inFlight.forEach(held -> repair(held.block()));
    return found;
  }

  /**
   * A block that was in flight when it was read, and its item's birth, read once: while one sorts,
   * another repairer may have freed the block, and a new item may be born in it.
   */
  private record Held(int block, long born) {}

  private void repair(int block) {
    boolean done = false;
    while (!done) {
      long word = queue.blocks.wordVolatile(block);
      done = BlockWord.owner(word) != dead || repair(block, word);
    }
  }

  private boolean repair(int block, long word) {
    return switch (BlockWord.state(word)) {
      case BlockWord.FREE -> queue.free.isLinked(block) ? disown(block, word) : free(block, word);
      case BlockWord.WRITE ->
          queue.ready.isLinked(block) ? disown(block, word) : abandon(block, word);
      case BlockWord.RETRY ->
          queue.retry.isLinked(block) ? disown(block, word) : relink(block, word, word);
      default -> redeliver(block, word);
    };
  }

  /** The link stands; nobody needs to look after the block any more. */
  private boolean disown(int block, long word) {
    return queue.blocks.casWord(
        block, word, BlockWord.with(word, BlockWord.state(word), BlockWord.NOBODY));
  }

  /** The item was settled, but its room was not made known. */
  private boolean free(int block, long word) {
    if (!queue.blocks.casWord(block, word, BlockWord.with(word, BlockWord.FREE, me))) {
      return false;
    }
    queue.dropFile(block);
    queue.free.linkOne(block);
    return true;
  }

  /** The item was never accepted, and its bytes may be torn. */
  private boolean abandon(int block, long word) {
    queue.free.pass();
    if (!queue.blocks.casWord(block, word, BlockWord.with(word, BlockWord.FREE, me))) {
      return false;
    }
    queue.dropFile(block, BlockWord.generation(word));
    queue.free.linkOne(block);
    return true;
  }

  /** The item was in the dead one's hands: perhaps seen, not settled. */
  private boolean redeliver(int block, long word) {
    queue.ready.pass();
    queue.retry.pass();
    return relink(block, word, BlockWord.returned(word, me, true));
  }

  private boolean relink(int block, long word, long returned) {
    if (!queue.blocks.casWord(block, word, BlockWord.with(returned, BlockWord.RETRY, me))) {
      return false;
    }
    queue.retry.linkOne(block);
    return true;
  }
}
