package io.sluice.queue;

import io.sluice.QueueFullException;
import io.sluice.ring.Engine;
import io.sluice.ring.PutRun;
import io.sluice.ring.Signal;
import io.sluice.ring.Waiter;
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

  // Guarded by this.
  private final Chain<SendCall> waiting = new Chain<>();
  private boolean member;

  // Confined to the drain.
  private final PutRun run = new PutRun();
  private final SendCall[] inRun;
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
    boolean refused = false;
    synchronized (this) {
      if (!member) {
        member = scope.enter(this);
      }
      if (member) {
        waiting.add(call);
      } else {
        refused = true;
      }
    }
    if (refused) {
      call.fail(scope.handleClosed());
    } else if (call.isLarge()) {
      signalElsewhere(Schedulers.boundedElastic());
    } else {
      signal();
    }
  }

  /** Takes a send out; whoever takes it out ends it. */
  boolean remove(SendCall call) {
    boolean removed;
    boolean last;
    synchronized (this) {
      removed = waiting.remove(call);
      last = waiting.isEmpty();
    }
    if (removed && last) {
      signal();
    }
    return removed;
  }

  @Override
  public void handleClosed() {
    for (SendCall call = removeFirst(); call != null; call = removeFirst()) {
      call.fail(scope.handleClosed());
    }
    signal();
  }

  private synchronized @Nullable SendCall removeFirst() {
    return waiting.removeFirst();
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
      boolean more = true;
      while (more) {
        more = step();
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
      return put(answer, failure);
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
      return put(0, e);
    }
    if (result == Engine.LATER) {
      return false;
    }
    awaiting = false;
    return put(result, null);
  }

  /**
   * The first sends of the list, encoded: a large one alone, and only on a thread that may block.
   */
  private synchronized boolean fillRun() {
    run.drop(run.count());
    inRunCount = 0;
    SendCall call = waiting.first();
    while (call != null && inRunCount < inRun.length) {
      if (call.isLarge() && inRunCount > 0) {
        break;
      }
      run.add(call.item());
      inRun[inRunCount++] = call;
      if (call.isLarge()) {
        break;
      }
      call = waiting.after(call);
    }
    if (inRunCount == 1 && inRun[0].isLarge() && Schedulers.isInNonBlockingThread()) {
      Schedulers.boundedElastic().schedule(this::signal);
      return false;
    }
    return inRunCount > 0;
  }

  /** With nobody left there is nothing to be woken for. */
  private void restIfIdle() {
    synchronized (this) {
      if (!member || !waiting.isEmpty()) {
        return;
      }
      member = false;
    }
    if (asleep && engine.cancel(Signal.ROOM, waiter)) {
      asleep = false;
    } else {
      engine.passOn(Signal.ROOM);
    }
    scope.leave(this);
  }

  private boolean put(int result, @Nullable Throwable thrown) {
    if (thrown != null || result == Engine.CLOSED) {
      end(inRun[0], thrown == null ? scope.ended() : thrown);
      return true;
    }
    if (result == Engine.NONE && inRun[0].isOnceOnly()) {
      end(inRun[0], inRun[0].full());
      return true;
    }
    for (int i = 0; i < result; i++) {
      if (remove(inRun[i])) {
        inRun[i].accepted();
      }
    }
    return result > 0 || !sleep();
  }

  private void end(SendCall call, Throwable why) {
    if (remove(call)) {
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
