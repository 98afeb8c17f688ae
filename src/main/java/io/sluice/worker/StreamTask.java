package io.sluice.worker;

import io.sluice.codec.Codec;
import io.sluice.worker.Tally.Outcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;

/**
 * A task with a stream of results, for one subscriber, which gets them encoded and in the pool's
 * events: an operator stands between it and the caller. What is requested goes on to the worker.
 */
final class StreamTask extends Task {
  private final CoreSubscriber<? super byte[]> actual;
  private final Delivery reports;

  // Confined to the pool's events: what is requested and has not come.
  private long owed;
  private boolean begun;
  private @Nullable Worker worker;
  private @Nullable Deadline deadline;

  StreamTask(Supervisor supervisor, CoreSubscriber<? super byte[]> actual, Codec<Object> codec) {
    super(supervisor, false);
    this.actual = actual;
    this.reports = Delivery.to(actual.currentContext(), codec);
  }

  @Override
  public void request(long items) {
    if (Operators.validate(items)) {
      supervisor().add(() -> requested(items));
    }
  }

  private void requested(long items) {
    owed = Operators.addCap(owed, items);
    if (worker != null && !isDone()) {
      worker.request(items);
      restart();
    }
  }

  @Override
  boolean isRepeatable() {
    return !begun;
  }

  @Override
  void dispatched(Worker busy) {
    worker = busy;
    Duration timeout = order().timeout();
    if (timeout != null) {
      deadline = new Deadline(timeout, () -> supervisor().add(() -> look(busy, timeout)));
    }
    if (owed > 0) {
      busy.request(owed);
    }
    // Until it has said whether it is empty, it owes that.
    restart();
  }

  private void look(Worker busy, Duration timeout) {
    if (deadline != null && worker == busy && deadline.isOver()) {
      supervisor().timedOut(this, busy, timeout);
    }
  }

  private void restart() {
    if (deadline != null) {
      deadline.restart();
    }
  }

  @Override
  void released() {
    worker = null;
    if (deadline != null) {
      deadline.stop();
    }
  }

  @Override
  void received(Frame frame) {
    switch (frame.kind()) {
      case PROGRESS -> {
        if (!isDone()) {
          reports.progress(frame.body());
        }
      }
      case ITEM -> item(frame.body());
      case FAILED -> fail(RemoteText.fromHead(frame.head()).toException());
      case EMPTY -> {
        if (end(Outcome.COMPLETED)) {
          reports.last(() -> {});
          actual.onComplete();
        }
      }
      default -> {
        // A result, of a call that this is not.
      }
    }
  }

  private void item(byte[] item) {
    begun = true;
    if (owed != Long.MAX_VALUE && owed > 0) {
      owed--;
    }
    if (deadline != null) {
      if (owed == 0) {
        deadline.pause();
      } else {
        deadline.restart();
      }
    }
    if (!isDone()) {
      actual.onNext(item);
    }
  }

  @Override
  void fail(Throwable why) {
    if (end(Tally.outcomeOf(why))) {
      reports.last(() -> {});
      actual.onError(why);
    }
  }
}
