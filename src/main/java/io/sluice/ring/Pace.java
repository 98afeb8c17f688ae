package io.sluice.ring;

/**
 * How long a JVM sleeps between two looks around. A waker may be stopped between its commit and its
 * ring; then somebody who waits has to look, and one of all who wait is enough.
 *
 * <p>So each has a rank, the number of those before it who wait for the same. While anybody here
 * comes or goes the first {@value #LOOKOUTS} of a rank look at every tick, the others at every
 * second one. Where nothing has changed for {@value #STEADY} looks the first alone looks at every
 * tick, the second at every second one, in case the first is stopped, too, and the others at every
 * {@value #SELDOM}th. For the first two a glance will do then, whether there is what is waited for,
 * and at every {@value #SELDOM}th time a look, which finds a new rank. Whoever goes looks on for
 * {@value #STEADY} times, in which the others learn of their new ranks.
 *
 * <p>Not thread-safe: the doorbell's thread alone has it.
 */
final class Pace {
  /** The rank of one who waits for nothing. */
  static final int NO_RANK = Integer.MAX_VALUE;

  private static final int LOOKOUTS = 2;
  private static final int STEADY = 25;
  private static final int SELDOM = 16;

  private int changes;
  private int looksWithoutChange = STEADY;
  private int ticks = 1;
  private int glances = SELDOM;

  /** Whether nothing has changed for long. */
  boolean isSteady() {
    return looksWithoutChange == STEADY;
  }

  /** Whether {@code now} is another count of those who came and went than at the last look. */
  boolean isChange(int now) {
    return now != changes;
  }

  /** Whether a glance will do this time. */
  boolean isGlanceEnough(int now) {
    return isSteady() && !isChange(now) && ++glances < SELDOM;
  }

  /**
   * After a look.
   *
   * @param now how many have begun or ceased to wait in this JVM, ever
   * @param rank the best that this JVM has among those who wait
   */
  void looked(int now, int rank) {
    looksWithoutChange = isChange(now) ? 0 : Math.min(looksWithoutChange + 1, STEADY);
    changes = now;
    boolean lookout = rank < LOOKOUTS;
    if (isSteady()) {
      ticks = lookout ? rank + 1 : SELDOM;
    } else {
      ticks = lookout ? 1 : 2;
    }
    glances = lookout ? 0 : SELDOM;
  }

  /** How many ticks there are to the next look or glance. */
  int ticks() {
    return ticks;
  }
}
