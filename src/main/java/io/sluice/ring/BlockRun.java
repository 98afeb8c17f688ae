package io.sluice.ring;

import io.sluice.CorruptQueueException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Blocks claimed from the shared memory. */
final class BlockRun implements TakeRun {
  private static final int FIRST_BUFFER = 512;

  private final SharedMemoryEngine engine;
  private final Attachment attachment;
  private final RingQueue queue;
  private final ClaimRun claims;
  private final LinkCursor cursor = new LinkCursor();
  private byte[] bytes = new byte[FIRST_BUFFER];
  private ByteBuffer payload = ByteBuffer.wrap(bytes);
  private int settled;

  BlockRun(SharedMemoryEngine engine, Attachment attachment, int most) {
    this.engine = engine;
    this.attachment = attachment;
    this.queue = attachment.queue;
    this.claims = new ClaimRun(Math.min(most, ClaimRun.MOST));
  }

  @Override
  public int take(int most) {
    return engine.within(
        () -> {
          int claimed = queue.poll(claims, most, attachment.owner);
          if (claimed > 0) {
            attachment.wakeNext(Signal.ITEMS);
            return claimed;
          }
          if (claimed == RingQueue.EMPTY) {
            return Engine.NONE;
          }
          return attachment.census.nothingMayComeBack() ? Engine.CLOSED : Engine.DRAINING;
        });
  }

  @Override
  public int earlierDeliveries(int item) {
    return BlockWord.attempt(claims.words[item]);
  }

  @Override
  public int length(int item) {
    return Blocks.length(queue.blocks.shapePlain(claims.blocks[item]));
  }

  @Override
  public ByteBuffer payload(int item) {
    int length = length(item);
    if (length < 0 || length > attachment.settings.maxItemSize()) {
      throw new CorruptQueueException("an item of " + length + " bytes");
    }
    try {
      byte[] read = queue.read(claims.blocks[item], bytes, length);
      if (read != bytes) {
        payload = ByteBuffer.wrap(read);
        if (read.length <= queue.blocks.capacity()) {
          bytes = read;
        }
      } else if (payload.array() != bytes) {
        payload = ByteBuffer.wrap(bytes);
      }
      return payload.limit(length).position(0);
    } catch (IOException e) {
      throw new CorruptQueueException("a large item cannot be read", e);
    }
  }

  @Override
  public int settle(int item) {
    return engine.within(
        () -> {
          if (!queue.settle(claims.blocks[item], claims.words[item], cursor)) {
            return Engine.NONE;
          }
          settled++;
          return 1;
        });
  }

  @Override
  public void giveBack(int item, boolean delivered) {
    BlockClaim.giveBack(engine, attachment, claims.blocks[item], claims.words[item], delivered);
  }

  @Override
  public Claim detach(int item) {
    return new BlockClaim(engine, attachment, claims.blocks[item], claims.words[item]);
  }

  @Override
  public void finish() {
    if (settled > 0) {
      int count = settled;
      settled = 0;
      engine.within(
          () -> {
            queue.free.finish(cursor);
            attachment.settled(count);
            return 0;
          });
    }
  }
}
