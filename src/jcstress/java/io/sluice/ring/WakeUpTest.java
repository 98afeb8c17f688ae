package io.sluice.ring;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** A producer and a consumer that goes to sleep: one of them sees the other. */
@JCStressTest
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "the consumer sees the item")
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "the producer sees the sleeper")
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "both do")
@Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "a lost wake-up")
@State
public class WakeUpTest extends Pair {
  private final WaitFlags wakersFlags = new WaitFlags(firstMemory);
  private final WaitFlags sleepersFlags = new WaitFlags(secondMemory);

  @Actor
  public void producer(ZZ_Result result) {
    put(first, FIRST, 5);
    firstMemory.fullFence();
    result.r1 = wakersFlags.sleepers(0, Signal.ITEMS) != 0;
  }

  @Actor
  public void consumer(ZZ_Result result) {
    sleepersFlags.sleep(0, Signal.ITEMS);
    secondMemory.fullFence();
    result.r2 = take(second, SECOND, new ClaimRun(1)) != 0;
  }
}
