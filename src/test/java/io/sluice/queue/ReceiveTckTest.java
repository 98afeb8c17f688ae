package io.sluice.queue;

import io.sluice.testing.CompetingPublisherVerification;
import org.reactivestreams.Publisher;
import org.testng.ITestContext;
import org.testng.annotations.AfterClass;

/** {@code receive()} as a publisher. */
public class ReceiveTckTest extends CompetingPublisherVerification {
  private final TckQueues queues = new TckQueues();

  public ReceiveTckTest() {
    super(TckQueues.environment());
  }

  @Override
  public Publisher<Long> createPublisher(long elements) {
    SharedQueue<Long> queue = queues.create();
    TckQueues.feed(queue, elements);
    return queue.receive();
  }

  @Override
  public Publisher<Long> createFailedPublisher() {
    return queues.failed();
  }

  @AfterClass(alwaysRun = true)
  public void ranAsExpected(ITestContext context) {
    try (queues) {
      TckReport.PUBLISHER.check(context, ReceiveTckTest.class);
    }
  }
}
