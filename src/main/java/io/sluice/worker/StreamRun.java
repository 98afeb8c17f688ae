package io.sluice.worker;

import io.sluice.SluiceException;
import io.sluice.codec.Codec;
import io.sluice.worker.Frame.Kind;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

/**
 * A task's stream. The task thread subscribes, asks the publisher for items as the caller asks for
 * them, and stays until the end; items go out on whatever thread brings them. No more than {@link
 * #MOST_UNSENT} of them are asked for and not yet in the pipe, so that they do not pile up here.
 */
final class StreamRun implements CoreSubscriber<Object> {
  private static final int MOST_UNSENT = 32;

  private final long task;
  private final Codec<Object> codec;
  private final Outgoing outgoing;

  // Guarded by this: what the caller wants, what was asked of the publisher and has not come, what
  // has come and is not in the pipe.
  private long wanted;
  private long asked;
  private long unsent;
  private @Nullable Subscription upstream;
  private boolean ended;
  private boolean cancelled;
  private @Nullable Throwable failure;

  StreamRun(long task, Codec<Object> codec, Outgoing outgoing) {
    this.task = task;
    this.codec = codec;
    this.outgoing = outgoing;
  }

  /** On the task thread; returns when all items are sent, or when it is cancelled. */
  void run(Publisher<?> items) throws Exception {
    Objects.requireNonNull(items, "the stream that the task returned").subscribe(this);
    for (long next = nextRun(); next > 0; next = nextRun()) {
      upstream().request(next);
    }
    Throwable why = failure();
    if (why instanceof Exception exception) {
      throw exception;
    }
    if (why instanceof Error error) {
      throw error;
    }
  }

  private synchronized Subscription upstream() {
    return Objects.requireNonNull(upstream);
  }

  private synchronized @Nullable Throwable failure() {
    return failure;
  }

  /** How many items to ask for now, after waiting for that; 0 at the end. */
  private synchronized long nextRun() throws InterruptedException {
    while (!cancelled && !(ended && unsent == 0)) {
      long pending = asked + unsent;
      if (upstream != null && !ended && wanted > 0 && pending <= MOST_UNSENT / 2) {
        long run = Math.min(wanted, MOST_UNSENT - pending);
        wanted -= wanted == Long.MAX_VALUE ? 0 : run;
        asked += run;
        return run;
      }
      wait();
    }
    return 0;
  }

  synchronized void request(long items) {
    wanted = Operators.addCap(wanted, items);
    notifyAll();
  }

  /** What the publisher does about it is its own code, and nothing for the calling thread. */
  synchronized void cancel() {
    cancelled = true;
    cancelUpstream();
    notifyAll();
  }

  private synchronized void cancelUpstream() {
    Subscription source = upstream;
    if (source != null) {
      Schedulers.boundedElastic().schedule(source::cancel);
    }
  }

  @Override
  public Context currentContext() {
    return Context.empty();
  }

  @Override
  public synchronized void onSubscribe(Subscription subscription) {
    if (Operators.validate(upstream, subscription)) {
      upstream = subscription;
      if (cancelled) {
        cancelUpstream();
      }
      notifyAll();
    }
  }

  @Override
  public void onNext(Object item) {
    synchronized (this) {
      asked = Math.max(0, asked - 1);
      unsent++;
    }
    try {
      Frame frame = Frame.withBody(Kind.ITEM, task, Payload.encode(codec, item));
      outgoing.send(frame).subscribe(null, this::refused, this::accepted);
    } catch (SluiceException e) {
      refused(e);
    }
  }

  private synchronized void accepted() {
    unsent--;
    notifyAll();
  }

  private synchronized void refused(Throwable why) {
    unsent--;
    cancelUpstream();
    end(why instanceof RuntimeException e ? new SendingException(e) : why);
  }

  @Override
  public void onError(Throwable why) {
    end(why);
  }

  @Override
  public void onComplete() {
    end(null);
  }

  private synchronized void end(@Nullable Throwable why) {
    if (!ended) {
      ended = true;
      failure = why;
    }
    notifyAll();
  }
}
