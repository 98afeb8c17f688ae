package io.sluice.queue;

import io.sluice.SluiceException;
import io.sluice.ring.Engine;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Waits for an engine that answers later, on behalf of one thread; costs nothing with one that
 * answers at once.
 */
final class AnswerWait implements Engine.Answer {
  private final Engine engine;
  private volatile @Nullable Thread waiter;
  private int result;
  private @Nullable Throwable failure;
  private volatile boolean came;
  private final Patience patience;

  /** How long to wait before the engine is asked to give up. */
  private enum Patience {
    NONE,
    SOME,
    UNLIMITED
  }

  private final long deadline;

  AnswerWait(Engine engine) {
    this(engine, Patience.UNLIMITED, 0);
  }

  private AnswerWait(Engine engine, Patience patience, long deadline) {
    this.engine = engine;
    this.patience = patience;
    this.deadline = deadline;
  }

  /** Has a put given up that is not answered at once. */
  static AnswerWait none(Engine engine) {
    return new AnswerWait(engine, Patience.NONE, 0);
  }

  /** Has a put given up that is not answered in time; null is without limit. */
  static AnswerWait atMost(Engine engine, @Nullable Duration timeout) {
    return timeout == null
        ? new AnswerWait(engine)
        : new AnswerWait(engine, Patience.SOME, System.nanoTime() + Nanos.of(timeout));
  }

  @Override
  public void answered(int answer, @Nullable Throwable thrown) {
    result = answer;
    failure = thrown;
    came = true;
    LockSupport.unpark(waiter);
  }

  /**
   * The answer itself, or the one that comes later. At the deadline, or interrupted, the engine is
   * asked to give up, but its answer is waited for: it is at work on the caller's behalf. An
   * interrupt stands afterwards.
   */
  int await(int answer) {
    if (answer != Engine.LATER || engine.answersAtOnce()) {
      return answer;
    }
    waiter = Thread.currentThread();
    boolean interrupted = false;
    boolean givenUp = false;
    while (!came) {
      if (!givenUp && (interrupted || remaining() <= 0)) {
        givenUp = true;
        engine.giveUp(this);
      } else {
        park(givenUp);
      }
      interrupted |= Thread.interrupted();
    }
    came = false;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    Throwable thrown = failure;
    failure = null;
    if (thrown != null) {
      throw thrown instanceof RuntimeException known
          ? known
          : new SluiceException("the operation failed", thrown);
    }
    return result;
  }

  private void park(boolean givenUp) {
    if (givenUp || patience == Patience.UNLIMITED) {
      LockSupport.park(this);
    } else {
      LockSupport.parkNanos(this, remaining());
    }
  }

  private long remaining() {
    return switch (patience) {
      case NONE -> 0;
      case SOME -> deadline - System.nanoTime();
      case UNLIMITED -> Long.MAX_VALUE;
    };
  }

  /** What is left of the time; null without limit. */
  @Nullable Duration left() {
    return patience == Patience.UNLIMITED ? null : Duration.ofNanos(Math.max(0, remaining()));
  }
}
