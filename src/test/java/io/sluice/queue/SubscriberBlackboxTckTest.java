package io.sluice.queue;

import org.reactivestreams.Subscriber;
import org.reactivestreams.tck.SubscriberBlackboxVerification;
import org.testng.ITestContext;
import org.testng.annotations.AfterClass;

/** A queue's {@code subscriber()}, while somebody receives what it puts. */
public class SubscriberBlackboxTckTest extends SubscriberBlackboxVerification<Long> {
  private final TckQueues queues = new TckQueues();

  public SubscriberBlackboxTckTest() {
    super(TckQueues.environment());
  }

  @Override
  public Subscriber<Long> createSubscriber() {
    SharedQueue<Long> queue = queues.create();
    queue.receive().subscribe(item -> {}, failure -> {});
    return queue.subscriber();
  }

  @Override
  public Long createElement(int element) {
    return (long) element;
  }

  @AfterClass(alwaysRun = true)
  public void ranAsExpected(ITestContext context) {
    try (queues) {
      TckReport.BLACKBOX_SUBSCRIBER.check(context, SubscriberBlackboxTckTest.class);
    }
  }
}
