package io.sluice.ring;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Does what another engine does. */
public abstract class ForwardingEngine implements Engine {
  /** The other engine. */
  protected final Engine engine;

  /**
   * For subclasses.
   *
   * @param engine the other engine
   */
  protected ForwardingEngine(Engine engine) {
    this.engine = engine;
  }

  @Override
  public boolean answersAtOnce() {
    return engine.answersAtOnce();
  }

  @Override
  public int put(PutRun items, Answer answer) {
    return engine.put(items, answer);
  }

  @Override
  public TakeRun takeRun(int most, Answer answer) {
    return engine.takeRun(most, answer);
  }

  @Override
  public CompletionStage<Void> close() {
    return engine.close();
  }

  @Override
  public QueueSettings settings() {
    return engine.settings();
  }

  @Override
  public int quickItemSize() {
    return engine.quickItemSize();
  }

  @Override
  public void await(Signal signal, Waiter waiter) {
    engine.await(signal, waiter);
  }

  @Override
  public boolean cancel(Signal signal, Waiter waiter) {
    return engine.cancel(signal, waiter);
  }

  @Override
  public void passOn(Signal signal) {
    engine.passOn(signal);
  }

  @Override
  public boolean complete() {
    return engine.complete();
  }

  @Override
  public boolean fail(FailureCause cause) {
    return engine.fail(cause);
  }

  @Override
  public boolean isClosed() {
    return engine.isClosed();
  }

  @Override
  public @Nullable FailureCause failure() {
    return engine.failure();
  }

  @Override
  public int size() {
    return engine.size();
  }

  @Override
  public int inFlight() {
    return engine.inFlight();
  }

  @Override
  public boolean isEmpty() {
    return engine.isEmpty();
  }

  @Override
  public boolean isFull() {
    return engine.isFull();
  }

  @Override
  public int room() {
    return engine.room();
  }

  @Override
  public boolean isSettled() {
    return engine.isSettled();
  }

  @Override
  public void execute(Runnable task) {
    engine.execute(task);
  }
}
