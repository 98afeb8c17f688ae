package io.sluice.ring;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * As {@link WakeUpTest}, with stores that nothing keeps from coming after the reads that follow
 * them. It has to fail.
 */
@JCStressTest
@Outcome(
    id = {"false, true", "true, false", "true, true"},
    expect = Expect.ACCEPTABLE,
    desc = "one sees the other")
@Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "a lost wake-up")
@State
public class WeakenedWakeUp extends Pair {
  private static final long ITEM = QueueLayout.WAIT_FLAGS;
  private static final long FLAG = QueueLayout.WAIT_FLAGS + 128;

  @Actor
  public void producer(ZZ_Result result) {
    firstMemory.putRelease(ITEM, 1);
    result.r1 = firstMemory.getAcquire(FLAG) != 0;
  }

  @Actor
  public void consumer(ZZ_Result result) {
    secondMemory.putRelease(FLAG, 1);
    result.r2 = secondMemory.getAcquire(ITEM) != 0;
  }
}
