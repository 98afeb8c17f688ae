package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.reactivestreams.Subscriber;
import org.reactivestreams.tck.SubscriberBlackboxVerification;
import org.testng.ITestContext;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;

/** A queue's {@code subscriber()}, while another JVM receives what it puts. */
public class RemoteConsumerBlackboxTckTest extends SubscriberBlackboxVerification<Long> {
  private final TckQueues queues = new TckQueues();
  private TckChild child;

  public RemoteConsumerBlackboxTckTest() {
    super(TckQueues.environment());
  }

  @BeforeClass
  public void startChild() {
    child = TckChild.start();
  }

  @Override
  public Subscriber<Long> createSubscriber() {
    SharedQueue<Long> queue = queues.create();
    child.take(queue, Long.MAX_VALUE);
    return queue.subscriber();
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
      TckReport.BLACKBOX_SUBSCRIBER.check(context, RemoteConsumerBlackboxTckTest.class);
    }
  }
}
