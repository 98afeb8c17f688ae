package io.sluice.pipe;

import org.reactivestreams.Subscriber;
import org.reactivestreams.tck.SubscriberBlackboxVerification;
import org.testng.annotations.AfterClass;

/** A pipe's {@code subscriber()}, while somebody receives what it writes. */
public class PipeSubscriberBlackboxTckTest extends SubscriberBlackboxVerification<Long> {
  private final TckPipes pipes = new TckPipes();

  public PipeSubscriberBlackboxTckTest() {
    super(TckPipes.environment());
  }

  @Override
  public Subscriber<Long> createSubscriber() {
    SimplexPipe<Long> pipe = pipes.create();
    pipe.reader().receive().subscribe(message -> {}, failure -> {});
    return pipe.writer().subscriber();
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
