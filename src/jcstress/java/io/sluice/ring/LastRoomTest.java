package io.sluice.ring;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZI_Result;

/** Two producers, room for one more: one of them gets it, and the bound holds. */
@JCStressTest
@Outcome(
    id = {"true, false, 2", "false, true, 2"},
    expect = Expect.ACCEPTABLE,
    desc = "one is accepted")
@Outcome(expect = Expect.FORBIDDEN, desc = "over the bound, or full was said and never was")
@State
public class LastRoomTest extends Pair {
  public LastRoomTest() {
    put(first, FIRST, 5);
  }

  @Actor
  public void one(ZZI_Result result) {
    result.r1 = put(first, FIRST, 6);
  }

  @Actor
  public void other(ZZI_Result result) {
    result.r2 = put(second, SECOND, 7);
  }

  @Arbiter
  public void count(ZZI_Result result) {
    result.r3 = drain(first, FIRST);
  }
}
