package io.sluice.pipe;

import io.sluice.queue.ProbedSubscriber;
import org.reactivestreams.Subscriber;
import org.reactivestreams.tck.SubscriberWhiteboxVerification;
import org.testng.annotations.AfterClass;

/**
 * A pipe's {@code subscriber()}, directed through the pipe: it is full at first, and to make room
 * for so many is to make the subscriber request so many.
 */
public class PipeSubscriberWhiteboxTckTest extends SubscriberWhiteboxVerification<Long> {
  private final TckPipes pipes = new TckPipes();

  public PipeSubscriberWhiteboxTckTest() {
    super(TckPipes.environment());
  }

  @Override
  public Subscriber<Long> createSubscriber(WhiteboxSubscriberProbe<Long> probe) {
    SimplexPipe<Long> pipe = pipes.full();
    SubscriberPuppet puppet =
        new SubscriberPuppet() {
          @Override
          public void triggerRequest(long count) {
            for (long i = 0; i < count; i++) {
              pipe.reader().poll();
            }
          }

          @Override
          public void signalCancel() {
            pipe.writer().close();
          }
        };
    return new ProbedSubscriber(pipe.writer().subscriber(), probe, puppet);
  }

  @Override
  public Long createElement(int element) {
    return (long) element;
  }

  @AfterClass(alwaysRun = true)
  public void close() {
    pipes.close();
  }
}
