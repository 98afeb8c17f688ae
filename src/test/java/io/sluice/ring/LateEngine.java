package io.sluice.ring;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;

/**
 * An engine that answers later, as one behind a network would: each put, take and settlement is
 * done by an executor's thread, and answered there. Everything else is the wrapped engine's.
 */
public final class LateEngine extends ForwardingEngine {
  /** A result that comes with a failure means nothing: this one would be noticed. */
  private static final int MEANINGLESS = 3;

  private static final Answer NEVER =
      (result, failure) -> {
        throw new AssertionError("the wrapped engine answers at once");
      };

  private final Executor executor;

  /**
   * Wraps an engine.
   *
   * @param engine one that answers at once
   * @param executor whose threads do the work, in any order
   */
  public LateEngine(Engine engine, Executor executor) {
    super(engine);
    this.executor = executor;
  }

  private int later(Answer answer, IntSupplier operation) {
    executor.execute(
        () -> {
          int result;
          try {
            result = operation.getAsInt();
          } catch (RuntimeException e) {
            answer.answered(MEANINGLESS, e);
            return;
          }
          answer.answered(result, null);
        });
    return LATER;
  }

  @Override
  public boolean answersAtOnce() {
    return false;
  }

  @Override
  public int put(PutRun items, Answer answer) {
    return later(answer, () -> engine.put(items, NEVER));
  }

  @Override
  public TakeRun takeRun(int most, Answer answer) {
    return new LateRun(engine.takeRun(most, NEVER), answer);
  }

  @Override
  public CompletionStage<Void> close() {
    CompletableFuture<Void> gone = new CompletableFuture<>();
    executor.execute(() -> engine.close().whenComplete((nothing, failure) -> gone.complete(null)));
    return gone;
  }

  /** Until an answer has come the run is the engine's: nobody may touch it. */
  private final class LateRun implements TakeRun {
    private final TakeRun run;
    private final Answer answer;
    private final AtomicBoolean pending = new AtomicBoolean();

    LateRun(TakeRun run, Answer answer) {
      this.run = run;
      this.answer = answer;
    }

    private TakeRun run() {
      if (pending.get()) {
        throw new AssertionError("the run is the engine's until it has answered");
      }
      return run;
    }

    private int later(IntSupplier operation) {
      run();
      pending.set(true);
      return LateEngine.this.later(
          (result, failure) -> {
            pending.set(false);
            answer.answered(result, failure);
          },
          operation);
    }

    @Override
    public int take(int most) {
      return later(() -> run.take(most));
    }

    @Override
    public int settle(int item) {
      return later(() -> run.settle(item));
    }

    @Override
    public int earlierDeliveries(int item) {
      return run().earlierDeliveries(item);
    }

    @Override
    public int length(int item) {
      return run().length(item);
    }

    @Override
    public ByteBuffer payload(int item) {
      return run().payload(item);
    }

    @Override
    public void giveBack(int item, boolean delivered) {
      run().giveBack(item, delivered);
    }

    @Override
    public Claim detach(int item) {
      return run().detach(item);
    }

    @Override
    public void finish() {
      run().finish();
    }
  }
}
