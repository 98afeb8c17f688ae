package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.reactivestreams.Subscriber;
import org.reactivestreams.tck.SubscriberWhiteboxVerification;
import org.testng.ITestContext;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;

/**
 * A queue's {@code subscriber()}, directed through the queue: it is full at first, and to make room
 * for so many, in another JVM, is to make the subscriber request so many.
 */
public class RemoteConsumerWhiteboxTckTest extends SubscriberWhiteboxVerification<Long> {
  private final TckQueues queues = new TckQueues();
  private TckChild child;

  public RemoteConsumerWhiteboxTckTest() {
    super(TckQueues.environment());
  }

  @BeforeClass
  public void startChild() {
    child = TckChild.start();
  }

  @Override
  public Subscriber<Long> createSubscriber(WhiteboxSubscriberProbe<Long> probe) {
    SharedQueue<Long> queue = queues.full();
    SharedQueue<Long> sender = queues.open(queue.address());
    SubscriberPuppet puppet =
        new SubscriberPuppet() {
          @Override
          public void triggerRequest(long count) {
            child.take(queue, count);
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
    try (TckChild open = child;
        queues) {
      assertThat(open.isAlive()).isTrue();
      TckReport.WHITEBOX_SUBSCRIBER.check(context, RemoteConsumerWhiteboxTckTest.class);
    }
  }
}
