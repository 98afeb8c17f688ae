package io.sluice.ring;

import io.sluice.CorruptQueueException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Blocks claimed from the shared memory. Small items are copied out together, right after the
 * claim: their lines come from the producer's cache all at once, where one by one each would be
 * waited for behind the settling of the item before.
 *
 * <p>From a take to its finish the run is one operation on the attachment.
 */
final class BlockRun implements TakeRun {
  /** Larger items are read when they are asked for: they may be given back unread. */
  private static final int LARGEST_COPIED = 512;

  private static final int NOT_COPIED = -1;

  private final SharedMemoryEngine engine;
  private final Attachment attachment;
  private final RingQueue queue;
  private final ClaimRun claims;
  private final long[] shapes;
  private final int[] lengths;
  private final int[] offsets;
  private final LinkCursor cursor = new LinkCursor();
  private byte[] copied = new byte[64];
  private ByteBuffer payload = ByteBuffer.wrap(copied);
  private boolean claimed;
  private int settled;
  // Settled, free, and not told to those who wait for room.
  private int untold;

  BlockRun(SharedMemoryEngine engine, Attachment attachment, int most) {
    int capacity = Math.min(most, ClaimRun.MOST);
    this.engine = engine;
    this.attachment = attachment;
    this.queue = attachment.queue;
    this.claims = new ClaimRun(capacity);
    this.shapes = new long[capacity];
    this.lengths = new int[capacity];
    this.offsets = new int[capacity];
  }

  @Override
  public int take(int most) {
    engine.enter();
    try {
      int count = queue.poll(claims, most, attachment.owner);
      if (untold > 0 && count < most) {
        tell();
      }
      if (count > 0) {
        claimed = true;
        copy(count);
        attachment.wakeNext(Signal.ITEMS);
        return count;
      }
      if (count == RingQueue.EMPTY) {
        return Engine.NONE;
      }
      return attachment.census.nothingMayComeBack() ? Engine.CLOSED : Engine.DRAINING;
    } catch (InternalError e) {
      throw engine.truncated(e);
    } finally {
      if (!claimed) {
        attachment.exit();
      }
    }
  }

  private void copy(int count) {
    Blocks blocks = queue.blocks;
    int[] claimedBlocks = claims.blocks;
    long[] found = shapes;
    // In a loop of its own, short enough that the processor waits for many of the lines at once.
    for (int i = 0; i < count; i++) {
      found[i] = blocks.shapePlain(claimedBlocks[i]);
    }
    int at = 0;
    for (int i = 0; i < count; i++) {
      long shape = found[i];
      int length = Blocks.length(shape);
      lengths[i] = length;
      offsets[i] = NOT_COPIED;
      if (Blocks.form(shape) == Blocks.INLINE
          && length >= 0
          && length <= Math.min(LARGEST_COPIED, blocks.capacity() - Blocks.extra(shape))) {
        copied = roomFor(at + length);
        blocks.copyOut(claimedBlocks[i], Blocks.extra(shape), copied, at, length);
        offsets[i] = at;
        at += length;
      }
    }
    if (payload.array() != copied) {
      payload = ByteBuffer.wrap(copied);
    }
  }

  private byte[] roomFor(int bytes) {
    return bytes <= copied.length
        ? copied
        : Arrays.copyOf(copied, Math.max(bytes, copied.length * 2));
  }

  @Override
  public int earlierDeliveries(int item) {
    return BlockWord.attempt(claims.words[item]);
  }

  @Override
  public int length(int item) {
    return lengths[item];
  }

  @Override
  public ByteBuffer payload(int item) {
    int offset = offsets[item];
    if (offset == NOT_COPIED) {
      return read(item);
    }
    return payload.limit(offset + lengths[item]).position(offset);
  }

  private ByteBuffer read(int item) {
    return ByteBuffer.wrap(bytes(item));
  }

  @Override
  public byte @Nullable [] owned(int item) {
    return offsets[item] == NOT_COPIED ? bytes(item) : null;
  }

  private byte[] bytes(int item) {
    int length = lengths[item];
    if (length < 0 || length > attachment.settings.maxItemSize()) {
      throw new CorruptQueueException("an item of " + length + " bytes");
    }
    try {
      return queue.read(claims.blocks[item], length);
    } catch (IOException e) {
      throw new CorruptQueueException("a large item cannot be read", e);
    } catch (InternalError e) {
      throw engine.truncated(e);
    }
  }

  @Override
  public int settle(int item) {
    try {
      int block = claims.blocks[item];
      queue.settleOwn(block, claims.words[item]);
      if (Blocks.form(shapes[item]) == Blocks.IN_FILE) {
        attachment.freeLater(block);
      } else {
        queue.free.link(block, cursor);
        settled++;
      }
      return 1;
    } catch (InternalError e) {
      throw engine.truncated(e);
    }
  }

  @Override
  public int settleHere(int item) {
    try {
      queue.settleOwn(claims.blocks[item], claims.words[item]);
      queue.free(claims.blocks[item], cursor);
      settled++;
      return 1;
    } catch (InternalError e) {
      throw engine.truncated(e);
    }
  }

  @Override
  public void giveBack(int item, boolean delivered) {
    BlockClaim.giveBack(engine, claims.blocks[item], claims.words[item], delivered);
  }

  @Override
  public Claim detach(int item) {
    return new BlockClaim(engine, claims.blocks[item], claims.words[item]);
  }

  @Override
  public void finish() {
    finish(0);
  }

  @Override
  public void finishAndGoOn() {
    finish(attachment.distance.wanted());
  }

  private void finish(int worthTelling) {
    if (!claimed && (untold == 0 || !attachment.enter())) {
      return;
    }
    claimed = false;
    untold += settled;
    settled = 0;
    try {
      queue.free.finish(cursor);
      if (untold > worthTelling) {
        tell();
      }
    } catch (InternalError e) {
      throw engine.truncated(e);
    } finally {
      attachment.exit();
    }
  }

  private void tell() {
    int room = untold;
    untold = 0;
    attachment.settled(room);
  }
}
