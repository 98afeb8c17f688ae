package io.sluice.pipe;

import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
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
    return new Probed(pipe.writer().subscriber(), probe, puppet);
  }

  @Override
  public Long createElement(int element) {
    return (long) element;
  }

  @AfterClass(alwaysRun = true)
  public void close() {
    pipes.close();
  }

  /** Tells the probe what the subscriber is told. */
  private static final class Probed implements Subscriber<Long> {
    private final Subscriber<Long> subscriber;
    private final WhiteboxSubscriberProbe<Long> probe;
    private final SubscriberPuppet puppet;
    private boolean subscribed;

    Probed(
        Subscriber<Long> subscriber, WhiteboxSubscriberProbe<Long> probe, SubscriberPuppet puppet) {
      this.subscriber = subscriber;
      this.probe = probe;
      this.puppet = puppet;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      subscriber.onSubscribe(subscription);
      // Of a second subscription the probe must not hear: the subscriber has to cancel it.
      if (!subscribed) {
        subscribed = true;
        probe.registerOnSubscribe(puppet);
      }
    }

    @Override
    public void onNext(Long message) {
      subscriber.onNext(message);
      probe.registerOnNext(message);
    }

    @Override
    public void onError(Throwable failure) {
      subscriber.onError(failure);
      probe.registerOnError(failure);
    }

    @Override
    public void onComplete() {
      subscriber.onComplete();
      probe.registerOnComplete();
    }
  }
}
