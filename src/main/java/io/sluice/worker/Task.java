package io.sluice.worker;

import io.sluice.worker.Tally.Outcome;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;

/**
 * One subscription of a caller, from its admission to its end.
 *
 * <pre>
 *   WAITING --a place is free--&gt; QUEUED --a worker is free--&gt; DISPATCHED --&gt; DONE
 *                                   ^---its worker died, and it may try again--'
 * </pre>
 *
 * where WAITING is a task of {@code map}, in {@link Admission}; QUEUED is one in {@link TaskQueue};
 * DISPATCHED is one that a {@link Worker} has; and DONE is {@link #isDone()}. A task is done for
 * its caller exactly once, by its result, its failure or its cancellation, whichever comes first;
 * from then on its place is free, and a worker that still runs it does so for nobody.
 */
abstract class Task implements Subscription {
  private final Supervisor supervisor;
  private final boolean waitsForPlace;
  private final AtomicBoolean done = new AtomicBoolean();
  private volatile @Nullable Order order;

  /** Guarded by the pool's {@link Admission}. */
  Admission.Place place = Admission.Place.OUTSIDE;

  // Confined to the pool's events.
  private int attempts;

  Task(Supervisor supervisor, boolean waitsForPlace) {
    this.supervisor = supervisor;
    this.waitsForPlace = waitsForPlace;
  }

  final boolean waitsForPlace() {
    return waitsForPlace;
  }

  final void setOrder(Order order) {
    this.order = order;
  }

  final Order order() {
    return Objects.requireNonNull(order, "a task is encoded before it is queued");
  }

  /** One more worker gets it. */
  final int beginAttempt() {
    return ++attempts;
  }

  final int attempts() {
    return attempts;
  }

  final Supervisor supervisor() {
    return supervisor;
  }

  final boolean isDone() {
    return done.get();
  }

  /** Whether this is the task's end: it is for whoever asks first, and the place is free then. */
  final boolean end(Outcome how) {
    if (!done.compareAndSet(false, true)) {
      return false;
    }
    supervisor.ended(this, how);
    return true;
  }

  @Override
  public final void cancel() {
    if (end(Outcome.CANCELLED)) {
      supervisor.cancelled(this);
    }
  }

  /** It may be tried again without anybody noticing. */
  abstract boolean isRepeatable();

  /** A worker has it: its time runs. */
  abstract void dispatched(Worker worker);

  /** Its worker said something of it. In the pool's events. */
  abstract void received(Frame frame);

  /** Its worker has it no more, though it may get another one. */
  abstract void released();

  /** Ends it with a failure, unless it is done. In the pool's events, or before it is admitted. */
  abstract void fail(Throwable why);
}
