package io.sluice.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;

/**
 * One worker process as the pool sees it.
 *
 * <pre>
 *   STARTING --ready--&gt; IDLE --dispatch--&gt; BUSY --the task's end--&gt; IDLE
 *                         |                 |
 *                         |                 '--the end of its last task--.
 *                         '--idle for too long, or the pool closes--&gt; RETIRING --&gt; DEAD
 *
 *   any of them --its pipe ends, a time-out, a cancel that does not help--&gt; LOST --&gt; DEAD
 * </pre>
 *
 * <ul>
 *   <li>STARTING: its process is being started, or sets itself up;
 *   <li>IDLE: it has no task, and may get one;
 *   <li>BUSY: it has exactly one task, from the dispatch to the frame that ends the task, or to its
 *       own end. Also when the caller does not want the task any more;
 *   <li>RETIRING: it has no task, will get none, and was asked to end in order;
 *   <li>LOST: it is killed, or goes down by itself; nothing that it says counts. What it had was
 *       taken from it, or waits to learn its exit code;
 *   <li>DEAD: its process has exited, and all that it had sent is read.
 * </ul>
 *
 * Confined to the pool's events.
 */
final class Worker {
  /** As drawn above. */
  enum State {
    STARTING,
    IDLE,
    BUSY,
    RETIRING,
    LOST,
    DEAD
  }

  private static final long NO_TASK = 0;
  private static final int SHOWN_LINES = 20;

  /** 128 + SIGINT, SIGKILL, SIGTERM. */
  private static final Set<Integer> KILLED = Set.of(130, 137, 143);

  private final int number;
  private final Disposable.Swap patience = Disposables.swap();
  private State state = State.STARTING;
  private @Nullable WorkerLink link;
  private @Nullable Task task;
  private long taskId = NO_TASK;
  private int taken;
  private boolean wasReady;
  private boolean explained;
  private boolean pipeOver;
  private @Nullable Integer exitCode;
  private @Nullable RemoteText lastWords;

  Worker(int number) {
    this.number = number;
  }

  State state() {
    return state;
  }

  boolean is(State expected) {
    return state == expected;
  }

  int number() {
    return number;
  }

  WorkerLink link() {
    return Objects.requireNonNull(link, "a worker that was launched");
  }

  boolean isLaunched() {
    return link != null;
  }

  void launched(WorkerLink to) {
    link = to;
  }

  long pid() {
    return link().pid();
  }

  @Nullable Task task() {
    return task;
  }

  boolean runs(long id) {
    return task != null && taskId == id;
  }

  long taskId() {
    return taskId;
  }

  /** Whether it has been given so many tasks. */
  boolean hasTaken(int tasks) {
    return taken >= tasks;
  }

  /** Whether it ends without ever having had a task, and nobody has said why. */
  boolean isOfNoUse() {
    return taken == 0 && !explained;
  }

  /** It is said already why it is of no use. */
  void explained() {
    explained = true;
  }

  boolean wasReady() {
    return wasReady;
  }

  void ready() {
    state = State.IDLE;
    wasReady = true;
    waitNoMore();
  }

  /** It gets a task, being idle. */
  void dispatch(Task next, long id) {
    state = State.BUSY;
    task = next;
    taskId = id;
    taken++;
    waitNoMore();
    link().send(next.order().frame(id, next.beginAttempt()));
    next.dispatched(this);
  }

  void request(long items) {
    link().send(Demand.frame(taskId, items));
  }

  void cancelTask() {
    link().send(Frame.of(Frame.Kind.CANCEL, taskId));
  }

  /** Its task is not its any more; the task, if there was one. */
  @Nullable Task release() {
    Task released = task;
    task = null;
    taskId = NO_TASK;
    if (released != null) {
      released.released();
    }
    return released;
  }

  void idle() {
    state = State.IDLE;
  }

  void retire() {
    state = State.RETIRING;
    waitNoMore();
    WorkerLink going = link();
    Background.run("sluice-retire-" + pid(), going::letGo);
  }

  void lose() {
    state = State.LOST;
    waitNoMore();
  }

  void kill() {
    lose();
    WorkerLink killed = link();
    Background.run("sluice-kill-" + pid(), killed::kill);
  }

  void pipeEnded() {
    pipeOver = true;
  }

  boolean isPipeOver() {
    return pipeOver;
  }

  void exited(int code) {
    exitCode = code;
  }

  /** Whether somebody else ended it, by a signal that asks or forces. */
  boolean wasKilled() {
    return exitCode != null && KILLED.contains(exitCode);
  }

  @Nullable Integer exitCode() {
    return exitCode;
  }

  /** Why it ends itself, as it says. */
  void dying(RemoteText why) {
    lastWords = why;
  }

  /** How it came to its end, once its exit code is known. */
  WorkerCrashedException crash(String what) {
    List<String> output = new ArrayList<>(link().lastOutput());
    if (lastWords != null) {
      lastWords.stackTrace().lines().limit(SHOWN_LINES).forEach(output::add);
    }
    return new WorkerCrashedException(
        what, pid(), Objects.requireNonNullElse(exitCode, -1), output);
  }

  void dead() {
    state = State.DEAD;
    waitNoMore();
  }

  /** The one thing that it waits for now, with a limit: what it waited for before is dropped. */
  void waitFor(Disposable timer) {
    patience.update(timer);
  }

  private void waitNoMore() {
    patience.update(Disposables.disposed());
  }

  @Override
  public String toString() {
    return "worker " + number + (link == null ? "" : " pid " + link.pid()) + ", " + state;
  }
}
