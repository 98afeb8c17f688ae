package io.sluice.queue;

import io.sluice.CodecException;
import io.sluice.ring.Engine;
import io.sluice.ring.PutRun;
import io.sluice.ring.Signal;
import io.sluice.ring.TakeRun;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

/** The calls of {@code java.util.concurrent}'s words, on the caller's thread. */
final class Blocking<T> {
  private final Scope scope;
  private final Engine engine;
  private final Encoder<T> encoder;
  private final Receiving<T> receiving;
  private final AtomicReference<@Nullable OneTake> spare = new AtomicReference<>();

  Blocking(Scope scope, Encoder<T> encoder, Receiving<T> receiving) {
    this.scope = scope;
    this.engine = scope.engine();
    this.encoder = encoder;
    this.receiving = receiving;
  }

  static void checkMayBlock(String method) {
    if (Schedulers.isInNonBlockingThread()) {
      throw new IllegalStateException(
          method
              + " may block, which is not supported in thread "
              + Thread.currentThread().getName());
    }
  }

  /** Accepts the item if there is room. */
  boolean offer(T item) {
    PutRun run = encoder.run();
    try {
      scope.check();
      encoder.encode(item, run);
      return engine.mayHaveRoomFor(run.lastLength()) && put(run, AnswerWait.none(engine));
    } finally {
      encoder.release(run);
    }
  }

  /** Accepts the item once there is room; null waits without limit. */
  boolean offer(T item, @Nullable Duration timeout) throws InterruptedException {
    PutRun run = encoder.run();
    try {
      scope.check();
      encoder.encode(item, run);
      AnswerWait answer = AnswerWait.atMost(engine, timeout);
      return put(run, answer)
          || new ThreadWait(scope, Signal.ROOM, answer.left()).until(() -> put(run, answer));
    } finally {
      encoder.release(run);
    }
  }

  private boolean put(PutRun run, AnswerWait answer) {
    int result = answer.await(engine.put(run, answer));
    if (result == Engine.CLOSED) {
      throw scope.ended();
    }
    return result > 0;
  }

  /** Takes an item if there is one. */
  @Nullable T poll() {
    scope.check();
    OneTake take = take();
    T taken = take.poll();
    spare.set(take);
    return taken;
  }

  /** Takes an item once there is one; null waits without limit. */
  @Nullable T poll(@Nullable Duration timeout) throws InterruptedException {
    scope.check();
    OneTake take = take();
    T taken = take.poll();
    if (taken == null) {
      new ThreadWait(scope, Signal.ITEMS, timeout).until(take);
      taken = take.taken();
    }
    spare.set(take);
    return taken;
  }

  private OneTake take() {
    OneTake kept = spare.getAndSet(null);
    return kept == null ? new OneTake() : kept;
  }

  /** Takes one item at a time. After an exception it is not used again. */
  private final class OneTake implements ThreadWait.Attempt {
    private final AnswerWait answer = new AnswerWait(engine);
    private final TakeRun run = engine.takeRun(1, answer);
    private @Nullable T taken;
    private Signal signal = Signal.ITEMS;

    @Override
    public boolean succeeds() {
      taken = poll();
      return taken != null;
    }

    @Override
    public Signal signal() {
      return signal;
    }

    @Nullable T taken() {
      T value = taken;
      taken = null;
      return value;
    }

    @Nullable T poll() {
      int result = answer.await(run.take(1));
      while (result == 1) {
        T item = finishedItem();
        if (item != null) {
          return item;
        }
        result = answer.await(run.take(1));
      }
      if (result == Engine.CLOSED) {
        throw scope.ended();
      }
      signal = result == Engine.DRAINING ? Signal.SETTLED : Signal.ITEMS;
      return null;
    }

    private @Nullable T finishedItem() {
      try {
        return settledItem();
      } finally {
        run.finish();
      }
    }

    /** The item, settled; null if it is nobody's to have. */
    private @Nullable T settledItem() {
      T item;
      try {
        item = receiving.readOrBury(run, 0, ReceiveOptions.defaults());
      } catch (CodecException e) {
        settle();
        throw e;
      } catch (LetterRefusedException e) {
        receiving.returnLater(run.detach(0));
        Operators.onErrorDropped(e, Context.empty());
        return null;
      } catch (RuntimeException | Error e) {
        run.giveBack(0, false);
        throw e;
      }
      return settle() ? item : null;
    }

    private boolean settle() {
      return answer.await(run.settleHere(0)) > 0;
    }
  }
}
