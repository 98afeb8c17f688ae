package io.sluice.worker;

import io.sluice.codec.Codec;
import io.sluice.worker.Frame.Kind;
import io.sluice.worker.Tally.Outcome;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Schedulers;

/** A task with one result, for one subscriber of a Mono. */
final class CallTask<R> extends Task {
  private final MonoSink<R> caller;
  private final Codec<Object> codec;
  private final Delivery delivery;

  // Confined to the pool's events.
  private @Nullable Disposable clock;

  CallTask(Supervisor supervisor, boolean waitsForPlace, MonoSink<R> caller, Codec<Object> codec) {
    super(supervisor, waitsForPlace);
    this.caller = caller;
    this.codec = codec;
    this.delivery = Delivery.to(caller.contextView(), codec);
  }

  @Override
  public void request(long items) {
    // The sink sees to it.
  }

  @Override
  boolean isRepeatable() {
    return true;
  }

  @Override
  void dispatched(Worker worker) {
    Duration timeout = order().timeout();
    if (timeout != null) {
      clock =
          Schedulers.parallel()
              .schedule(
                  () -> supervisor().timedOut(this, worker, timeout),
                  Deadline.nanos(timeout),
                  TimeUnit.NANOSECONDS);
    }
  }

  @Override
  void released() {
    if (clock != null) {
      clock.dispose();
      clock = null;
    }
  }

  @Override
  void received(Frame frame) {
    switch (frame.kind()) {
      case PROGRESS -> {
        if (!isDone()) {
          delivery.progress(frame.body());
        }
      }
      case FAILED -> fail(RemoteText.fromHead(frame.head()).toException());
      case RESULT, EMPTY -> succeed(frame);
      default -> {
        // An item, of a stream that this is not.
      }
    }
  }

  private void succeed(Frame frame) {
    if (end(Outcome.COMPLETED)) {
      delivery.last(frame.kind() == Kind.EMPTY ? caller::success : () -> deliver(frame.body()));
    }
  }

  @SuppressWarnings("unchecked") // What the task's type says.
  private void deliver(byte[] result) {
    Object decoded;
    try {
      decoded = Payload.decode(codec, result);
    } catch (RuntimeException e) {
      caller.error(e);
      return;
    }
    caller.success((R) decoded);
  }

  @Override
  void fail(Throwable why) {
    if (end(Tally.outcomeOf(why))) {
      delivery.last(() -> caller.error(why));
    }
  }
}
