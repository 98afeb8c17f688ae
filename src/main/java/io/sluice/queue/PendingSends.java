package io.sluice.queue;

import io.sluice.QueueFullException;
import io.sluice.ring.Engine;
import io.sluice.ring.PutRun;
import io.sluice.ring.Signal;
import io.sluice.ring.Waiter;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The sends of one handle that wait for room, first come, first served: encoded items in a list,
 * one waiter for all of them, no thread. The drain puts runs of them; a send that is cancelled or
 * times out leaves the list at once.
 */
final class PendingSends implements Scope.Member, Engine.Answer, Runnable {
  private static final int LONGEST_RUN = 64;

  private final Scope scope;
  private final Engine engine;
  private final AtomicInteger signals = new AtomicInteger();
  private final Waiter waiter =
      new Waiter() {
        @Override
        protected void wake() {
          asleep = false;
          signalElsewhere(Schedulers.parallel());
        }
      };
  private volatile boolean asleep;
  private volatile boolean awaiting;

  // Guarded by this. A member of the scope while anybody waits.
  private final Chain<SendCall> waiting = new Chain<>();
  private int overdue;
  private boolean member;
  private boolean closed;

  // Confined to the drain.
  private final PutRun small = new PutRun();
  private PutRun run = small;
  private final @Nullable SendCall[] inRun;
  private int inRunCount;
  private boolean answerCame;
  private int answer;
  private @Nullable Throwable failure;

  PendingSends(Scope scope) {
    this.scope = scope;
    this.engine = scope.engine();
    this.inRun = new SendCall[Math.min(LONGEST_RUN, engine.settings().maxSize())];
  }

  boolean isLarge(byte[] item) {
    return item.length > engine.quickItemSize();
  }

  QueueFullException full() {
    return new QueueFullException(scope.address(), engine.settings().maxSize());
  }

  synchronized boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Adds a send at the end, and sees to it. */
  void add(SendCall call) {
    boolean refused;
    synchronized (this) {
      if (call.isCancelled()) {
        return;
      }
      member = member || scope.enter(this);
      refused = closed || !member;
      if (!refused) {
        waiting.add(call);
        overdue += call.isOverdue() ? 1 : 0;
      }
    }
    if (refused) {
      call.fail(scope.handleClosed());
    } else if (call.isLarge() && engine.mayBlock()) {
      signalElsewhere(Schedulers.boundedElastic());
    } else if (!asleep || call.isOnceOnly()) {
      signal();
    }
  }

  /** Takes a send out at its deadline; one that is under way has to come back first. */
  boolean expire(SendCall call) {
    synchronized (this) {
      if (call.isUnderWay()) {
        call.setExpired();
        overdue++;
        return false;
      }
    }
    return remove(call);
  }

  /** Takes a send out; whoever takes it out ends it. */
  boolean remove(SendCall call) {
    boolean removed;
    boolean last;
    synchronized (this) {
      removed = waiting.remove(call);
      if (removed && call.isUnderWay() && call.isLarge()) {
        // Under the monitor, for the drain takes it before it has the next one put.
        engine.giveUp(this);
      }
      overdue -= removed && call.isOverdue() ? 1 : 0;
      call.setUnderWay(false);
      last = removed && waiting.isEmpty();
    }
    if (last) {
      signal();
    }
    return removed;
  }

  @Override
  public void handleClosed() {
    synchronized (this) {
      closed = true;
    }
    endAll();
    signal();
  }

  /** All but those that are under way: the engine may accept them. */
  private void endAll() {
    for (SendCall call = idle(); call != null; call = idle()) {
      end(call, scope.handleClosed());
    }
  }

  private synchronized @Nullable SendCall idle() {
    SendCall call = waiting.first();
    while (call != null && call.isUnderWay()) {
      call = waiting.after(call);
    }
    return call;
  }

  private void signal() {
    if (signals.getAndIncrement() == 0) {
      run();
    }
  }

  private void signalElsewhere(Scheduler scheduler) {
    if (signals.getAndIncrement() == 0) {
      scheduler.schedule(this);
    }
  }

  @Override
  public void answered(int result, @Nullable Throwable thrown) {
    answer = result;
    failure = thrown;
    answerCame = true;
    awaiting = false;
    signalElsewhere(Schedulers.parallel());
  }

  @Override
  public void run() {
    int seen = 1;
    do {
      while (step()) {
        // There may be more.
      }
      seen = signals.addAndGet(-seen);
    } while (seen != 0);
  }

  private boolean step() {
    if (awaiting) {
      return false;
    }
    if (answerCame) {
      answerCame = false;
      return dealWith(answer, failure);
    }
    if (!fillRun()) {
      restIfIdle();
      return false;
    }
    awaiting = true;
    int result;
    try {
      result = engine.put(run, this);
    } catch (RuntimeException e) {
      awaiting = false;
      return dealWith(Engine.NONE, e);
    }
    if (result == Engine.LATER) {
      return false;
    }
    awaiting = false;
    return dealWith(result, null);
  }

  /**
   * The first sends of the list, encoded: a large one alone, and only on a thread that may block.
   */
  private synchronized boolean fillRun() {
    inRunCount = 0;
    SendCall call = waiting.first();
    if (call == null) {
      return false;
    }
    if (call.isLarge()) {
      return fillRunWithLarge(call);
    }
    run = small;
    run.drop(run.count());
    while (call != null && inRunCount < inRun.length && !call.isLarge()) {
      run.add(call.item());
      addToRun(call);
      call = waiting.after(call);
    }
    return true;
  }

  private boolean fillRunWithLarge(SendCall call) {
    if (engine.mayBlock() && Schedulers.isInNonBlockingThread()) {
      Schedulers.boundedElastic().schedule(this::signal);
      return false;
    }
    run = PutRun.of(call.item());
    addToRun(call);
    return true;
  }

  private void addToRun(SendCall call) {
    inRun[inRunCount++] = call;
    call.setUnderWay(true);
  }

  private synchronized void comeBack() {
    for (int i = 0; i < inRunCount; i++) {
      SendCall call = inRun[i];
      if (call != null) {
        call.setUnderWay(false);
      }
    }
  }

  /** With nobody left there is nothing to be woken for. */
  private void restIfIdle() {
    boolean woken;
    synchronized (this) {
      if (!member || !waiting.isEmpty()) {
        return;
      }
      woken = !asleep || !engine.cancel(Signal.ROOM, waiter);
      if (!woken) {
        asleep = false;
      }
      member = false;
      scope.leave(this);
    }
    if (woken) {
      engine.passOn(Signal.ROOM);
    }
    run = small;
    Arrays.fill(inRun, null);
  }

  private boolean dealWith(int result, @Nullable Throwable thrown) {
    comeBack();
    if (thrown != null || result == Engine.CLOSED) {
      end(inRun[0], thrown == null ? scope.ended() : thrown);
      return true;
    }
    if (result > 0) {
      accepted(result);
      return true;
    }
    for (SendCall call = lastOverdue(); call != null; call = lastOverdue()) {
      end(call, full());
    }
    if (scope.isClosed()) {
      endAll();
    }
    // While the answer was awaited the last one may have left.
    return !sleep() || isEmpty();
  }

  /** All leave the list before any is told: nothing may have an item put twice. */
  private void accepted(int count) {
    for (int i = 0; i < count; i++) {
      SendCall call = inRun[i];
      if (call != null && !remove(call)) {
        inRun[i] = null;
      }
    }
    // Who is told may send the next large item from there: this one's memory is free by then.
    run = small;
    for (int i = 0; i < count; i++) {
      SendCall call = inRun[i];
      inRun[i] = null;
      if (call != null) {
        call.accepted();
      }
    }
  }

  /** There was no room: whoever does not wait for it is to be told so. */
  private synchronized @Nullable SendCall lastOverdue() {
    SendCall call = overdue == 0 ? null : waiting.last();
    while (call != null && !call.isOverdue()) {
      call = waiting.before(call);
    }
    return call;
  }

  private void end(@Nullable SendCall call, Throwable why) {
    if (call != null && remove(call)) {
      call.fail(why);
    }
  }

  /** Adds the waiter, which calls for one more look; true if it had been there. */
  private boolean sleep() {
    if (asleep) {
      return true;
    }
    asleep = true;
    engine.await(Signal.ROOM, waiter);
    return false;
  }
}
