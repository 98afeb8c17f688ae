package io.sluice.ring;

import io.sluice.memory.Memory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The ring's steps in one thread, for one item at a time and for runs of 64. None can be repeated
 * by itself, since what is claimed has to be linked again; hence:
 *
 * <ul>
 *   <li>claimAndLink: a block is claimed from the free ring and linked into it again.
 *   <li>putClaimSettle: an item of 20 bytes is put (a claim, a copy, a link), claimed, and settled
 *       (a store, a link): all that happens to an item but its coding.
 * </ul>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RingCosts {
  private static final int RUN = 64;
  private static final int MAX_SIZE = 1024;
  private static final int ITEM_BYTES = 20;
  private static final int OWNER = 1 << BlockWord.SLOT_BITS | 1;

  private final byte[] item = new byte[ITEM_BYTES];
  private final PutRun items = new PutRun();
  private final ClaimRun claims = new ClaimRun(RUN);
  private final LinkCursor cursor = new LinkCursor();
  private final RingQueue queue;

  public RingCosts() {
    QueueLayout layout = new QueueLayout(MAX_SIZE, ITEM_BYTES);
    Memory memory = new Direct((int) layout.fileLength());
    // No item here is so large that it needs a file.
    queue = new RingQueue(memory, layout, new ItemFiles(Path.of("unused")));
    queue.format(false);
  }

  @Benchmark
  public int claimAndLinkOne() {
    return claimAndLink(1);
  }

  @Benchmark
  @OperationsPerInvocation(RUN)
  public int claimAndLinkRun() {
    return claimAndLink(RUN);
  }

  @Benchmark
  public int putClaimSettleOne() {
    return putClaimSettle(1);
  }

  @Benchmark
  @OperationsPerInvocation(RUN)
  public int putClaimSettleRun() {
    return putClaimSettle(RUN);
  }

  private int claimAndLink(int run) {
    int claimed = queue.free.claim(claims, run, OWNER);
    for (int i = 0; i < claimed; i++) {
      int block = claims.blocks[i];
      queue.blocks.putWordRelease(block, BlockWord.freed(claims.words[i]));
      queue.free.link(block, cursor);
    }
    queue.free.finish(cursor);
    return expect(claimed, run);
  }

  private int putClaimSettle(int run) {
    for (int i = 0; i < run; i++) {
      items.add(item);
    }
    queue.put(items, OWNER);
    int claimed = queue.poll(claims, run, OWNER);
    for (int i = 0; i < claimed; i++) {
      queue.settle(claims.blocks[i], claims.words[i], cursor);
    }
    queue.free.finish(cursor);
    return expect(claimed, run);
  }

  private static int expect(int done, int run) {
    if (done != run) {
      throw new IllegalStateException(done + " instead of " + run);
    }
    return done;
  }

  private static final class Direct extends Memory {
    Direct(int bytes) {
      super(
          new ByteBuffer[] {ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder())},
          Integer.SIZE - 2,
          bytes);
    }
  }
}
