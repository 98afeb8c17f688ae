package io.sluice.ring;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZI_Result;

/** An acknowledgement, while the lease is ended from elsewhere: one of the two stands. */
@JCStressTest
@Outcome(id = "true, false, 0", expect = Expect.ACCEPTABLE, desc = "settled")
@Outcome(id = "false, true, 1", expect = Expect.ACCEPTABLE, desc = "back in the queue")
@Outcome(expect = Expect.FORBIDDEN, desc = "lost, or settled and back as well")
@State
public class SettleAgainstReturnTest extends Pair {
  private final ClaimRun run;

  public SettleAgainstReturnTest() {
    put(first, FIRST, 5);
    run = claimed(first, FIRST);
  }

  @Actor
  public void settle(ZZI_Result result) {
    result.r1 = first.settleOne(run.blocks[0], run.words[0]);
  }

  @Actor
  public void giveBack(ZZI_Result result) {
    result.r2 = second.giveBack(run.blocks[0], run.words[0], true);
  }

  @Arbiter
  public void count(ZZI_Result result) {
    result.r3 = drain(first, FIRST);
  }
}
