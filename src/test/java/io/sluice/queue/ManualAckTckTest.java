package io.sluice.queue;

import io.sluice.testing.CompetingPublisherVerification;
import org.reactivestreams.Publisher;
import org.testng.ITestContext;
import org.testng.annotations.AfterClass;

/** {@code receiveManualAck()} as a publisher of items that are acknowledged at once. */
public class ManualAckTckTest extends CompetingPublisherVerification {
  private final TckQueues queues = new TckQueues();

  public ManualAckTckTest() {
    super(TckQueues.environment());
  }

  @Override
  public Publisher<Long> createPublisher(long elements) {
    SharedQueue<Long> queue = queues.create();
    TckQueues.feed(queue, elements);
    return queue.receiveManualAck().map(ManualAckTckTest::acknowledged);
  }

  static Long acknowledged(Delivery<Long> delivery) {
    delivery.ack();
    return delivery.value();
  }

  @Override
  public Publisher<Long> createFailedPublisher() {
    return queues.failed();
  }

  @AfterClass(alwaysRun = true)
  public void ranAsExpected(ITestContext context) {
    try (queues) {
      TckReport.PUBLISHER.check(context, ManualAckTckTest.class);
    }
  }
}
