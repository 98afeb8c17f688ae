package io.sluice.queue;

import io.sluice.ring.Engine;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Work that is done by one thread at a time: whoever raises {@code signals} from 0 does it, or has
 * the scheduler do it, until no signal is left (a WIP drain). Other threads only raise flags, which
 * the work looks at, and then signals.
 */
abstract class Drain implements Runnable {
  /** What the drain does after a step. */
  enum Then {
    GO_ON,

    /** Ends, until there is a signal. */
    WAIT,

    /** Goes and touches nothing any more: another thread has it run again. */
    LEAVE
  }

  private final Engine engine;
  private final Scheduler.@Nullable Worker worker;
  // Raised from the start: nothing is done before `begin`.
  private final AtomicInteger signals = new AtomicInteger(1);

  /**
   * A drain that has not begun.
   *
   * @param engine has the work done where the scheduler is the immediate one
   * @param scheduler null for {@code Schedulers.parallel()}
   */
  Drain(Engine engine, @Nullable Scheduler scheduler) {
    this.engine = engine;
    this.worker =
        scheduler == Schedulers.immediate()
            ? null
            : (scheduler == null ? Schedulers.parallel() : scheduler).createWorker();
  }

  /** Does what comes next. */
  abstract Then step();

  /** A step has thrown. */
  abstract void failed(Throwable failure);

  /** The scheduler is gone: nobody is left to be told of anything. */
  abstract void abandoned();

  /** Has the work done for the first time, perhaps on this thread; once. */
  final void begin() {
    executeOrSchedule();
  }

  /** There may be something to do. */
  final void signal() {
    if (signals.getAndIncrement() == 0) {
      goOn();
    }
  }

  /** The same, from a thread that may be kept for the work. */
  final void signalAndWork() {
    if (signals.getAndIncrement() == 0) {
      executeOrSchedule();
    }
  }

  private void executeOrSchedule() {
    if (worker == null || !schedule(worker)) {
      run();
    }
  }

  /** Has a drain that was left, see {@link Then#LEAVE}, run again. */
  final void goOn() {
    if (worker == null) {
      engine.execute(this);
    } else if (!schedule(worker)) {
      run();
    }
  }

  private boolean schedule(Scheduler.Worker on) {
    try {
      on.schedule(this);
      return true;
    } catch (RejectedExecutionException e) {
      abandoned();
      return false;
    }
  }

  /** Whether the work is done on a scheduler's threads, which may be kept for a moment. */
  final boolean isScheduled() {
    return worker != null;
  }

  /** In a step, which is to leave then, if true: the work takes its turn anew. */
  final boolean letOthersWork() {
    return worker != null && schedule(worker);
  }

  /** Nothing more will be scheduled. */
  final void disposeWorker() {
    if (worker != null) {
      worker.dispose();
    }
  }

  @Override
  public final void run() {
    int seen = 1;
    do {
      if (worksOnLater()) {
        return;
      }
      seen = signals.addAndGet(-seen);
    } while (seen != 0);
  }

  /** True if this thread is to go though signals are left: the drain goes on elsewhere. */
  private boolean worksOnLater() {
    Then then = Then.GO_ON;
    while (then == Then.GO_ON) {
      try {
        then = step();
      } catch (Throwable e) {
        failed(e);
        Exceptions.throwIfFatal(e);
        then = Then.WAIT;
      }
    }
    return then == Then.LEAVE;
  }
}
