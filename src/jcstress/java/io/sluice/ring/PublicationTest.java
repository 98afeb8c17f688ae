package io.sluice.ring;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** Two items of one producer: whoever sees them sees all of their bytes, in their order. */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "neither is accepted yet")
@Outcome(id = "-2, 0", expect = Expect.ACCEPTABLE, desc = "the first is")
@Outcome(id = "0, -2", expect = Expect.ACCEPTABLE, desc = "the first is, a moment later")
@Outcome(id = "-2, -3", expect = Expect.ACCEPTABLE, desc = "both are")
@Outcome(expect = Expect.FORBIDDEN, desc = "torn, early or out of order")
@State
public class PublicationTest extends Pair {
  @Actor
  public void producer() {
    put(first, FIRST, -2);
    put(first, FIRST, -3);
  }

  @Actor
  public void consumer(JJ_Result result) {
    ClaimRun run = new ClaimRun(1);
    result.r1 = take(second, SECOND, run);
    result.r2 = take(second, SECOND, run);
  }
}
