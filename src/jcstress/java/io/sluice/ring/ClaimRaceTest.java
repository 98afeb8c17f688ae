package io.sluice.ring;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** Two consumers, one item: one of them has it. */
@JCStressTest
@Outcome(
    id = {"5, 0", "0, 5"},
    expect = Expect.ACCEPTABLE,
    desc = "one has it")
@Outcome(id = "5, 5", expect = Expect.FORBIDDEN, desc = "both have it")
@Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "empty was said, and never was")
@State
public class ClaimRaceTest extends Pair {
  public ClaimRaceTest() {
    put(first, FIRST, 5);
  }

  @Actor
  public void one(JJ_Result result) {
    result.r1 = take(first, FIRST, new ClaimRun(1));
  }

  @Actor
  public void other(JJ_Result result) {
    result.r2 = take(second, SECOND, new ClaimRun(1));
  }
}
