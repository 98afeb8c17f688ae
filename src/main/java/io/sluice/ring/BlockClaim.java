package io.sluice.ring;

import io.sluice.CorruptQueueException;
import java.io.IOException;
import java.util.Arrays;

/**
 * A claimed block. Its word says whether it is the holder's still, so a second settlement fails by
 * itself.
 */
final class BlockClaim implements Claim {
  private final SharedMemoryEngine engine;
  private final Attachment attachment;
  private final int block;
  private final long word;

  BlockClaim(SharedMemoryEngine engine, Attachment attachment, int block, long word) {
    this.engine = engine;
    this.attachment = attachment;
    this.block = block;
    this.word = word;
  }

  @Override
  public int earlierDeliveries() {
    return BlockWord.attempt(word);
  }

  @Override
  public byte[] payload() {
    RingQueue queue = attachment.queue;
    int length = Blocks.length(queue.blocks.shapePlain(block));
    try {
      return Arrays.copyOf(queue.read(block, new byte[0], length), length);
    } catch (IOException e) {
      throw new CorruptQueueException("a large item cannot be read", e);
    }
  }

  @Override
  public boolean settle() {
    return engine.within(
            () -> {
              if (attachment.queue.isInFile(block)) {
                if (!attachment.queue.settle(block, word)) {
                  return 0;
                }
                attachment.freeLater(block);
              } else {
                if (!attachment.queue.settleOne(block, word)) {
                  return 0;
                }
                attachment.settled(1);
              }
              return 1;
            })
        == 1;
  }

  @Override
  public boolean giveBack(boolean delivered) {
    return giveBack(engine, attachment, block, word, delivered);
  }

  static boolean giveBack(
      SharedMemoryEngine engine, Attachment attachment, int block, long word, boolean delivered) {
    return engine.within(
            () -> {
              if (!attachment.queue.giveBack(block, word, delivered)) {
                return 0;
              }
              attachment.cameBack(1);
              return 1;
            })
        == 1;
  }
}
