package io.sluice.ring;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** As {@link ClaimRaceTest}, with a claim that looks and then stores. It has to fail. */
@JCStressTest
@Outcome(
    id = {"true, false", "false, true"},
    expect = Expect.ACCEPTABLE,
    desc = "one has it")
@Outcome(id = "true, true", expect = Expect.FORBIDDEN, desc = "both have it")
@State
public class WeakenedClaim extends Pair {
  private final int block;

  public WeakenedClaim() {
    put(first, FIRST, 5);
    ClaimRun run = claimed(first, FIRST);
    block = run.blocks[0];
    first.blocks.putWordRelease(block, BlockWord.of(BlockWord.WRITE, BlockWord.NOBODY, 0, 1));
  }

  @Actor
  public void one(ZZ_Result result) {
    result.r1 = claim(first, FIRST);
  }

  @Actor
  public void other(ZZ_Result result) {
    result.r2 = claim(second, SECOND);
  }

  private boolean claim(RingQueue queue, int owner) {
    long word = queue.blocks.wordAcquire(block);
    if (BlockWord.state(word) != BlockWord.WRITE) {
      return false;
    }
    queue.blocks.putWordRelease(block, BlockWord.claimed(word, owner));
    return true;
  }
}
