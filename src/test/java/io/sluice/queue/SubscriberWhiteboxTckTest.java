package io.sluice.queue;

import org.reactivestreams.Subscriber;
import org.reactivestreams.tck.SubscriberWhiteboxVerification;
import org.testng.ITestContext;
import org.testng.annotations.AfterClass;

/**
 * A queue's {@code subscriber()}, directed through the queue: it is full at first, and to make room
 * for so many is to make the subscriber request so many.
 */
public class SubscriberWhiteboxTckTest extends SubscriberWhiteboxVerification<Long> {
  private final TckQueues queues = new TckQueues();

  public SubscriberWhiteboxTckTest() {
    super(TckQueues.environment());
  }

  @Override
  public Subscriber<Long> createSubscriber(WhiteboxSubscriberProbe<Long> probe) {
    SharedQueue<Long> queue = queues.full();
    SharedQueue<Long> sender = queues.open(queue.address());
    SubscriberPuppet puppet =
        new SubscriberPuppet() {
          @Override
          public void triggerRequest(long count) {
            for (long i = 0; i < count; i++) {
              queue.poll();
            }
          }

          @Override
          public void signalCancel() {
            sender.close();
          }
        };
    return new ProbedSubscriber(sender.subscriber(), probe, puppet);
  }

  @Override
  public Long createElement(int element) {
    return (long) element;
  }

  @AfterClass(alwaysRun = true)
  public void ranAsExpected(ITestContext context) {
    try (queues) {
      TckReport.WHITEBOX_SUBSCRIBER.check(context, SubscriberWhiteboxTckTest.class);
    }
  }
}
