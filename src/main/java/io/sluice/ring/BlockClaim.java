package io.sluice.ring;

import io.sluice.CorruptQueueException;
import java.io.IOException;

/**
 * A claimed block. Its word says whether it is the holder's still, so a second settlement fails by
 * itself.
 */
final class BlockClaim implements Claim {
  private final SharedMemoryEngine engine;
  private final int block;
  private final long word;

  BlockClaim(SharedMemoryEngine engine, int block, long word) {
    this.engine = engine;
    this.block = block;
    this.word = word;
  }

  @Override
  public int earlierDeliveries() {
    return BlockWord.attempt(word);
  }

  @Override
  public byte[] payload() {
    Attachment joined = engine.enter();
    try {
      RingQueue queue = joined.queue;
      int length = Blocks.length(queue.blocks.shapePlain(block));
      return queue.read(block, length);
    } catch (IOException e) {
      throw new CorruptQueueException("a large item cannot be read", e);
    } catch (InternalError e) {
      throw engine.truncated(e);
    } finally {
      joined.exit();
    }
  }

  @Override
  public boolean settle() {
    return engine.within(
            joined -> {
              if (joined.queue.isInFile(block)) {
                if (!joined.queue.settle(block, word)) {
                  return 0;
                }
                joined.freeLater(block);
              } else {
                if (!joined.queue.settleOne(block, word)) {
                  return 0;
                }
                joined.settled(1);
              }
              return 1;
            })
        == 1;
  }

  @Override
  public boolean giveBack(boolean delivered) {
    return giveBack(engine, block, word, delivered);
  }

  static boolean giveBack(SharedMemoryEngine engine, int block, long word, boolean delivered) {
    return engine.within(
            joined -> {
              if (!joined.queue.giveBack(block, word, delivered)) {
                return 0;
              }
              joined.cameBack(1);
              return 1;
            })
        == 1;
  }
}
