package io.sluice.queue;

import io.sluice.SluiceException;
import io.sluice.ring.Engine;
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

  AnswerWait(Engine engine) {
    this.engine = engine;
  }

  @Override
  public void answered(int answer, @Nullable Throwable thrown) {
    result = answer;
    failure = thrown;
    came = true;
    LockSupport.unpark(waiter);
  }

  /**
   * The answer itself, or the one that comes later. Uninterruptible: the engine is at work on the
   * caller's behalf.
   */
  int await(int answer) {
    if (answer != Engine.LATER || engine.answersAtOnce()) {
      return answer;
    }
    waiter = Thread.currentThread();
    boolean interrupted = false;
    while (!came) {
      LockSupport.park(this);
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
}
