package io.sluice.testing;

import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.SkipException;
import org.testng.annotations.Test;

/**
 * The TCK's rules for a publisher whose subscribers compete, without its two clocks: what only a
 * multicasting publisher can do is not waited for, and the collector may take its time.
 */
public abstract class CompetingPublisherVerification extends PublisherVerification<Long> {
  /** When a cancelled subscriber is looked for at first. */
  private static final long UNREACHABLE_MILLIS = 500;

  private static final int LOOKS = 20;

  /** For subclasses. */
  protected CompetingPublisherVerification(TestEnvironment environment) {
    super(environment, UNREACHABLE_MILLIS);
  }

  /** The TCK looks once, and waits a tenth of a second for the collector's word. */
  @Test
  @Override
  public void
      required_spec313_cancelMustMakeThePublisherEventuallyDropAllReferencesToTheSubscriber()
          throws Throwable {
    for (int look = 1; ; look++) {
      try {
        super
            .required_spec313_cancelMustMakeThePublisherEventuallyDropAllReferencesToTheSubscriber();
        return;
      } catch (AssertionError e) {
        if (look == LOOKS) {
          throw e;
        }
        // Forgets the error.
        setUp();
      }
    }
  }

  @Test
  @Override
  public void
      optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOfItsSubscribersWhenRequestingOneByOne() {
    throw subscribersCompete();
  }

  @Test
  @Override
  public void
      optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOfItsSubscribersWhenRequestingManyUpfront() {
    throw subscribersCompete();
  }

  @Test
  @Override
  public void
      optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOfItsSubscribersWhenRequestingManyUpfrontAndCompleteAsExpected() {
    throw subscribersCompete();
  }

  private static SkipException subscribersCompete() {
    return new SkipException("subscribers compete: each item goes to one of them");
  }
}
