package io.sluice.worker;

import io.sluice.SluiceException;
import io.sluice.ring.SharedMemoryEngine;
import io.sluice.worker.Tally.Outcome;
import io.sluice.worker.Worker.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides which task goes when to which worker, and what becomes of tasks whose time is over, whose
 * caller has gone, or whose worker has died. {@link Task} and {@link Worker} draw the states.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>{@link Admission} alone says who is accepted; it is asked at once, on the caller's thread.
 *       All else happens in {@link Events}, one after the other, and waits for nothing.
 *   <li>A task that is accepted and not done is in exactly one place: in an event that brings it,
 *       in the {@link TaskQueue}, or with one worker.
 *   <li>A worker gets a task only when it is idle, that is, after it has said that the one before
 *       has ended. A worker that is told to stop a task and does not is killed, and never used
 *       again.
 *   <li>A task's end is told once, and its place is free before that.
 * </ul>
 */
final class Supervisor implements Crew.Boss {
  private static final long SWEEP_SECONDS = 5;

  private final PoolSettings settings;
  private final Events events = new Events();
  private final Tally tally = new Tally();
  private final Admission admission;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final CompletableFuture<Void> gone = new CompletableFuture<>();

  // Confined to the events.
  private final Crew crew;
  private final TaskQueue queue = new TaskQueue();
  private final Set<Task> running = new LinkedHashSet<>();
  private final List<CompletableFuture<Void>> warming = new ArrayList<>();
  private long lastId;
  private boolean draining;
  private boolean closed;

  private volatile @Nullable SluiceException hopelessNow;
  private volatile int queuedNow;
  private volatile int activeNow;

  Supervisor(PoolSettings settings) {
    this.settings = settings;
    this.admission = new Admission(settings.size, settings.queueCapacity);
    this.crew = new Crew(settings, events, tally, this);
  }

  void start() {
    add(this::look);
  }

  void add(Runnable event) {
    events.add(event);
  }

  // --- from callers
  // ------------------------------------------------------------------------------------

  /**
   * Accepts a task, or refuses it, at once.
   *
   * @param encoding encodes it, if it is worth it
   */
  void submit(Task task, Supplier<Order> encoding) {
    // One that waits for a place may be given it at any time, so it is encoded before.
    if (task.waitsForPlace() && !encode(task, encoding)) {
      return;
    }
    switch (admission.enter(task)) {
      case CLOSED -> task.fail(closedException());
      case FULL -> task.fail(new PoolOverloadedException(settings.size, settings.queueCapacity));
      case ACCEPTED -> {
        if (task.waitsForPlace() || encode(task, encoding)) {
          add(() -> queued(task));
        }
      }
      case NOT_NOW -> {
        // It comes as somebody's successor.
      }
    }
  }

  private boolean encode(Task task, Supplier<Order> encoding) {
    try {
      task.setOrder(encoding.get());
      return true;
    } catch (SluiceException e) {
      task.fail(e);
      return false;
    }
  }

  private static PoolClosedException closedException() {
    return new PoolClosedException("it takes no more calls");
  }

  /** A task has come to its end: its place is somebody else's. */
  void ended(Task task, Outcome how) {
    tally.count(how);
    Task next = admission.leave(task);
    if (next != null) {
      add(() -> queued(next));
    }
  }

  /** After its end: nobody wants it any more. */
  void cancelled(Task task) {
    add(() -> stop(task));
  }

  void timedOut(Task task, Worker worker, Duration timeout) {
    add(
        () -> {
          if (worker.task() == task && !task.isDone()) {
            task.fail(new TaskTimeoutException(timeout, worker.pid()));
            running.remove(task);
            crew.kill(worker);
          }
        });
  }

  // --- decisions
  // ---------------------------------------------------------------------------------------

  private void queued(Task task) {
    if (closed) {
      task.fail(closedException());
      return;
    }
    if (!task.isDone()) {
      queue.add(task);
    }
    look();
  }

  private void stop(Task task) {
    Worker worker = crew.workerOf(task);
    if (worker != null && worker.is(State.BUSY)) {
      long id = worker.taskId();
      worker.cancelTask();
      worker.waitFor(
          Background.after(
              settings.cancelGrace,
              () ->
                  add(
                      () -> {
                        if (worker.runs(id)) {
                          running.remove(task);
                          crew.kill(worker);
                        }
                      })));
    }
    boolean unused = queue.remove(task);
    look();
  }

  /** Whatever has changed: gives free workers tasks, and sees to it that there are workers. */
  private void look() {
    SluiceException hopeless = closed ? null : crew.hopeless();
    if (hopeless != null) {
      ready.completeExceptionally(hopeless);
    } else if (crew.ready() >= settings.wanted(0)) {
      ready.complete(null);
    }
    hopelessNow = hopeless;
    if (hopeless != null) {
      endWarming(hopeless);
    } else if (crew.ready() > 0) {
      endWarming(null);
    }
    while (hopeless != null && !queue.isEmpty()) {
      next().fail(hopeless);
      hopeless = crew.hopeless();
    }
    while (!queue.isEmpty() && crew.hasFree()) {
      Task task = next();
      if (!task.isDone() && crew.dispatch(task, ++lastId) != null) {
        running.add(task);
      }
    }
    crew.hire(Math.max(queue.size(), warming.isEmpty() ? 0 : 1));
    queuedNow = queue.size();
    activeNow = crew.busy();
    if (draining && admission.isEmpty()) {
      end();
    }
  }

  private void endWarming(@Nullable SluiceException failure) {
    for (CompletableFuture<Void> waiting : warming) {
      if (failure == null) {
        waiting.complete(null);
      } else {
        waiting.completeExceptionally(failure);
      }
    }
    warming.clear();
  }

  private Task next() {
    Task task = queue.poll();
    if (task == null) {
      throw new IllegalStateException("The queue is empty");
    }
    return task;
  }

  @Override
  public void crewChanged() {
    look();
  }

  @Override
  public void said(Task task, Frame frame) {
    if (frame.kind().endsTask()) {
      running.remove(task);
    }
    task.received(frame);
  }

  @Override
  public void crashed(Task task, Supplier<WorkerCrashedException> how) {
    running.remove(task);
    if (!task.isDone()) {
      if (task.isRepeatable() && task.attempts() < settings.maxAttempts && !closed) {
        queue.addFirst(task);
      } else {
        WorkerCrashedException crash = how.get();
        task.fail(
            settings.maxAttempts > 1 && task.isRepeatable()
                ? new PoisonTaskException(task.attempts(), crash)
                : crash);
      }
    }
    look();
  }

  @Override
  public void allGone() {
    // What killed workers had in the shared directory.
    CompletableFuture<Void> unused =
        SharedMemoryEngine.sweep()
            .toCompletableFuture()
            .copy()
            .completeOnTimeout(null, SWEEP_SECONDS, TimeUnit.SECONDS)
            .whenComplete((swept, failure) -> gone.complete(null));
  }

  // --- the end
  // -----------------------------------------------------------------------------------------

  /** Lets what is accepted finish, then ends. */
  void drain() {
    admission.close();
    add(
        () -> {
          draining = true;
          look();
        });
  }

  void close() {
    admission.close();
    add(this::end);
  }

  private void end() {
    if (closed) {
      return;
    }
    closed = true;
    // First those who wait, lest they come in as others leave.
    admission.waiting().forEach(Supervisor::dismiss);
    while (!queue.isEmpty()) {
      dismiss(next());
    }
    Set.copyOf(running).forEach(Supervisor::dismiss);
    running.clear();
    ready.completeExceptionally(closedException());
    endWarming(closedException());
    crew.close();
    queuedNow = 0;
    activeNow = 0;
  }

  private static void dismiss(Task task) {
    task.fail(new PoolClosedException("it was closed before the call had ended"));
  }

  /** Completes when the first workers are ready, on any thread. */
  CompletableFuture<Void> ready() {
    return ready;
  }

  /** Wants a worker, if there is none; completes when there is one, on any thread. */
  CompletableFuture<Void> warmUp() {
    CompletableFuture<Void> warm = new CompletableFuture<>();
    add(
        () -> {
          warming.add(warm);
          if (closed) {
            endWarming(closedException());
          }
          look();
        });
    return warm;
  }

  /** With what calls end just now; null if they are accepted. */
  @Nullable SluiceException failure() {
    return admission.isClosed() ? closedException() : hopelessNow;
  }

  /** Completes when nothing is left of the pool, on any thread. */
  CompletableFuture<Void> gone() {
    return gone;
  }

  WorkerPoolStats stats() {
    return new WorkerPoolStats(
        settings.size,
        activeNow,
        queuedNow,
        tally.of(Outcome.COMPLETED),
        tally.of(Outcome.FAILED),
        tally.of(Outcome.TIMED_OUT),
        tally.of(Outcome.CRASHED),
        tally.of(Outcome.CANCELLED),
        tally.of(Outcome.REJECTED),
        tally.restarts(),
        crew.pids());
  }
}
