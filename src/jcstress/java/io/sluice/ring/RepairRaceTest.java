package io.sluice.ring;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Two repairers of a dead consumer's item, of which one takes it at once: it comes back exactly
 * once.
 */
@JCStressTest
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "not back in time for the first")
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "the first had it")
@Outcome(expect = Expect.FORBIDDEN, desc = "lost, or doubled")
@State
public class RepairRaceTest extends Pair {
  public RepairRaceTest() {
    put(first, FIRST, 5);
    claimed(first, DEAD);
  }

  @Actor
  public void one(II_Result result) {
    new Repair(first, DEAD, FIRST).run();
    result.r1 = drain(first, FIRST);
  }

  @Actor
  public void other() {
    new Repair(second, DEAD, SECOND).run();
  }

  @Arbiter
  public void rest(II_Result result) {
    result.r2 = drain(second, SECOND);
  }
}
