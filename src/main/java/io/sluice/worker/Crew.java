package io.sluice.worker;

import io.sluice.SluiceException;
import io.sluice.worker.Worker.State;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The pool's workers: starts as many as are wanted, learns of their ends, and puts others in their
 * place. It knows no more of tasks than which worker has which; what is to become of them is its
 * {@link Boss}'s. {@link Worker} draws the states. Confined to the pool's events.
 */
final class Crew {
  /** A worker that has ended its pipe ends itself, its shutdown hooks included. */
  private static final Duration EXIT_PATIENCE = Duration.ofSeconds(7);

  /** What a dead process had sent is read in no time. */
  private static final Duration READ_PATIENCE = Duration.ofSeconds(2);

  /** Who decides about tasks. Called in the pool's events. */
  interface Boss {
    /** Workers may have become free, or fewer: look. */
    void crewChanged();

    /** A task's worker said something of it; if that was its end the worker is free already. */
    void said(Task task, Frame frame);

    /** A task's worker died. */
    void crashed(Task task, Supplier<WorkerCrashedException> how);

    /** All are ended, and nothing is left of them. */
    void allGone();
  }

  private final PoolSettings settings;
  private final Events events;
  private final Tally tally;
  private final Boss boss;
  private final Set<Worker> workers = new LinkedHashSet<>();

  /** The last one to become free is the next to get a task, so that surplus ones stay idle. */
  private final Deque<Worker> idle = new ArrayDeque<>();

  private final List<Long> pids = new CopyOnWriteArrayList<>();
  private final Recruiter recruiter;
  private int busy;
  private int leaving;
  private boolean closed;

  Crew(PoolSettings settings, Events events, Tally tally, Boss boss) {
    this.settings = settings;
    this.events = events;
    this.tally = tally;
    this.boss = boss;
    this.recruiter = new Recruiter(settings, events, this);
  }

  /** Of the processes that live; from any thread. */
  List<Long> pids() {
    return List.copyOf(pids);
  }

  int busy() {
    return busy;
  }

  /** How many have come up. */
  long ready() {
    return workers.stream().filter(it -> it.is(State.IDLE) || it.is(State.BUSY)).count();
  }

  /** Why there are no workers and will hardly be any; null if there are or may be. */
  @Nullable SluiceException hopeless() {
    return ready() > 0 ? null : recruiter.verdict();
  }

  /** Starts what is wanted and lacking, now or after a pause. */
  void hire(int queued) {
    if (!closed) {
      recruiter.hire(queued, workers);
    }
  }

  /** Its process is being started. */
  void add(Worker worker) {
    workers.add(worker);
  }

  /** Its process has been started; whether it is wanted still. */
  boolean launched(Worker worker, WorkerLink link) {
    worker.launched(link);
    pids.add(link.pid());
    link.listen(
        frame -> events.add(() -> heard(worker, frame)),
        () -> events.add(() -> pipeOver(worker)),
        code -> events.add(() -> exited(worker, code)));
    if (closed) {
      worker.kill();
    }
    return !closed;
  }

  /** Its process could not be started; whether that matters. */
  boolean notLaunched(Worker worker) {
    workers.remove(worker);
    checkGone();
    return !closed;
  }

  /** A look at what there is now is due. */
  void changed() {
    boss.crewChanged();
  }

  // --- what workers say
  // --------------------------------------------------------------------------------

  private void heard(Worker worker, Frame frame) {
    switch (frame.kind()) {
      case READY -> ready(worker);
      case REFUSED -> recruiter.refused(worker, RemoteText.fromHead(frame.head()));
      case DYING -> worker.dying(RemoteText.fromHead(frame.head()));
      default -> ofTask(worker, frame);
    }
  }

  private void ready(Worker worker) {
    if (worker.is(State.STARTING)) {
      worker.ready();
      recruiter.cameUp();
      idle.push(worker);
      watchIdle(worker);
      boss.crewChanged();
    }
  }

  private void ofTask(Worker worker, Frame frame) {
    Task task = worker.task();
    if (task == null || !worker.is(State.BUSY) || !worker.runs(frame.task())) {
      return;
    }
    if (frame.kind().endsTask()) {
      busy--;
      Objects.requireNonNull(worker.release());
      recruiter.succeeded();
      if (worker.hasTaken(settings.maxTasksPerWorker)) {
        tally.countRestart();
        worker.retire();
      } else {
        worker.idle();
        idle.push(worker);
        watchIdle(worker);
      }
    }
    boss.said(task, frame);
    if (frame.kind().endsTask()) {
      boss.crewChanged();
    }
  }

  /** A free worker for a task, which is not free from then on; null if there is none. */
  @Nullable Worker dispatch(Task task, long id) {
    Worker worker = busy < settings.size ? idle.poll() : null;
    if (worker != null) {
      busy++;
      worker.dispatch(task, id);
    }
    return worker;
  }

  /** Whether somebody could be given a task now. */
  boolean hasFree() {
    return busy < settings.size && !idle.isEmpty();
  }

  /** Which worker has a task; null if none has. */
  @Nullable Worker workerOf(Task task) {
    for (Worker worker : workers) {
      if (worker.task() == task) {
        return worker;
      }
    }
    return null;
  }

  // --- ends
  // --------------------------------------------------------------------------------------------

  /** Kills it; what it had is nobody's any more. */
  void kill(Worker worker) {
    takeOut(worker);
    worker.kill();
    if (worker.release() != null) {
      busy--;
    }
    boss.crewChanged();
  }

  private void takeOut(Worker worker) {
    boolean unused = idle.remove(worker);
  }

  private void watchIdle(Worker worker) {
    Duration limit = settings.idleTimeout;
    if (limit != null) {
      worker.waitFor(Background.after(limit, () -> events.add(() -> idleForLong(worker))));
    }
  }

  private void idleForLong(Worker worker) {
    if (worker.is(State.IDLE)) {
      if (ready() > settings.wanted(busy)) {
        takeOut(worker);
        worker.retire();
      } else {
        watchIdle(worker);
      }
    }
  }

  private void pipeOver(Worker worker) {
    if (worker.is(State.DEAD)) {
      return;
    }
    worker.pipeEnded();
    takeOut(worker);
    if (!worker.is(State.RETIRING)) {
      worker.lose();
    }
    if (worker.exitCode() == null && !worker.is(State.RETIRING)) {
      worker.waitFor(Background.after(EXIT_PATIENCE, () -> events.add(() -> exitOverdue(worker))));
    }
    checkDead(worker);
    boss.crewChanged();
  }

  private void exited(Worker worker, int code) {
    worker.exited(code);
    pids.remove(worker.pid());
    takeOut(worker);
    if (!worker.is(State.RETIRING)) {
      worker.lose();
    }
    if (!worker.isPipeOver()) {
      worker.waitFor(Background.after(READ_PATIENCE, () -> events.add(() -> pipeOver(worker))));
    }
    checkDead(worker);
    boss.crewChanged();
  }

  private void exitOverdue(Worker worker) {
    if (worker.exitCode() == null) {
      worker.kill();
    }
  }

  private void checkDead(Worker worker) {
    if (worker.exitCode() == null || !worker.isPipeOver() || !workers.remove(worker)) {
      return;
    }
    boolean inOrder = worker.is(State.RETIRING);
    boolean ofNoUse = worker.is(State.LOST) && worker.isOfNoUse();
    worker.dead();
    if (!inOrder && !closed) {
      tally.countRestart();
      if (ofNoUse) {
        recruiter.died(worker);
      }
    }
    WorkerLink link = worker.link();
    leaving++;
    Background.run(
        "sluice-tidy-" + worker.pid(),
        () -> {
          link.close();
          events.add(this::left);
        });
    Task task = worker.release();
    if (task != null) {
      busy--;
      boss.crashed(task, () -> worker.crash("died while it ran a task"));
    }
  }

  private void left() {
    leaving--;
    checkGone();
  }

  /** Ends all; {@link Boss#allGone} follows. Nobody waits for their tasks. */
  void close() {
    closed = true;
    recruiter.stop();
    for (Worker worker : List.copyOf(workers)) {
      switch (worker.state()) {
        case IDLE -> {
          takeOut(worker);
          worker.retire();
        }
        case STARTING -> {
          if (worker.isLaunched()) {
            worker.kill();
          }
        }
        case BUSY -> kill(worker);
        default -> {}
      }
    }
    checkGone();
  }

  private void checkGone() {
    if (closed && workers.isEmpty() && leaving == 0) {
      boss.allGone();
    }
  }
}
