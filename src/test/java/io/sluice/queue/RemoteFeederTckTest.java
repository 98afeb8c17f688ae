package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.CompetingPublisherVerification;
import org.reactivestreams.Publisher;
import org.testng.ITestContext;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;

/** {@code receive()} as a publisher of what another JVM produces. */
public class RemoteFeederTckTest extends CompetingPublisherVerification {
  private final TckQueues queues = new TckQueues();
  private TckChild child;

  public RemoteFeederTckTest() {
    super(TckQueues.environment());
  }

  @BeforeClass
  public void startChild() {
    child = TckChild.start();
  }

  @Override
  public Publisher<Long> createPublisher(long elements) {
    SharedQueue<Long> queue = queues.create();
    child.feed(queue, elements);
    return queue.receive();
  }

  @Override
  public Publisher<Long> createFailedPublisher() {
    return queues.failed();
  }

  @AfterClass(alwaysRun = true)
  public void ranAsExpected(ITestContext context) {
    try (TckChild open = child;
        queues) {
      assertThat(open.isAlive()).isTrue();
      TckReport.PUBLISHER.check(context, RemoteFeederTckTest.class);
    }
  }
}
