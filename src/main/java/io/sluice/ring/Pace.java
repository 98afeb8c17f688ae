package io.sluice.ring;

/**
 * How long a JVM sleeps between two looks around. A waker may be stopped between its commit and its
 * ring; then somebody who waits has to look, and one of all who wait is enough.
 *
 * <p>So each has a rank, the number of those before it who wait for the same. While anybody here
 * comes or goes the first {@value #LOOKOUTS} of a rank look at every tick, the others at every
 * {@value #OTHERS}rd. Where nothing has changed for {@value #STEADY} looks the first looks at every
 * {@value #FIRST}nd tick, the second, in case the first is stopped, too, at every {@value
 * #SECOND}th, and the others at every {@value #SELDOM}th. For the first two a glance will do then,
 * whether there is what is waited for, and at every {@value #SELDOM}th tick a look, which finds a
 * new rank. Whoever goes looks on for {@value #STEADY} times, in which the others learn of their
 * new ranks.
 *
 * <p>Not thread-safe: the doorbell's thread alone has it.
 */
final class Pace {
  /** The rank of one who waits for nothing. */
  static final int NO_RANK = Integer.MAX_VALUE;

  private static final int LOOKOUTS = 2;
  private static final int STEADY = 25;
  private static final int FIRST = 2;
  private static final int SECOND = 8;
  private static final int OTHERS = 3;
  private static final int SELDOM = 64;

  private int changes;
  private int looksWithoutChange = STEADY;
  private int ticks = 1;
  private int ticksSinceLook = SELDOM;

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
    ticksSinceLook += ticks;
    return isSteady() && !isChange(now) && ticksSinceLook < SELDOM;
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
    ticks = isSteady() ? ticksInCalm(rank) : rank < LOOKOUTS ? 1 : OTHERS;
    ticksSinceLook = 0;
  }

  private static int ticksInCalm(int rank) {
    return switch (rank) {
      case 0 -> FIRST;
      case 1 -> SECOND;
      default -> SELDOM;
    };
  }

  /** How many ticks there are to the next look or glance. */
  int ticks() {
    return ticks;
  }
}
