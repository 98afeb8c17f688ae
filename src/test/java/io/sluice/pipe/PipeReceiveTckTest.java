package io.sluice.pipe;

import io.sluice.testing.CompetingPublisherVerification;
import org.reactivestreams.Publisher;
import org.testng.annotations.AfterClass;

/** A pipe's {@code receive()} as a publisher, fed by its {@code subscriber()}. */
public class PipeReceiveTckTest extends CompetingPublisherVerification {
  private final TckPipes pipes = new TckPipes();

  public PipeReceiveTckTest() {
    super(TckPipes.environment());
  }

  @Override
  public Publisher<Long> createPublisher(long elements) {
    SimplexPipe<Long> pipe = pipes.create();
    TckPipes.feed(pipe, elements);
    return pipe.reader().receive();
  }

  @Override
  public Publisher<Long> createFailedPublisher() {
    return pipes.failed();
  }

  @AfterClass(alwaysRun = true)
  public void close() {
    pipes.close();
  }
}
