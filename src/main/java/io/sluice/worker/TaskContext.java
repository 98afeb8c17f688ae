package io.sluice.worker;

import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a task may ask and tell while it runs in a {@link WorkerPool}'s worker. Any thread of the
 * worker may use it; once the task has ended it does nothing more.
 */
public final class TaskContext {
  private static volatile @Nullable TaskContext running;

  private final int attempt;
  private final Map<String, String> values;
  private final Consumer<Object> reports;
  private volatile boolean cancelled;

  TaskContext(int attempt, Map<String, String> values, Consumer<Object> reports) {
    this.attempt = attempt;
    this.values = Map.copyOf(values);
    this.reports = reports;
  }

  static void setRunning(@Nullable TaskContext context) {
    running = context;
  }

  /**
   * The context of the task that this process runs.
   *
   * @return the context
   * @throws IllegalStateException if this process is no worker, or runs no task now
   */
  public static TaskContext current() {
    TaskContext context = running;
    if (context == null) {
      throw new IllegalStateException("No task of a WorkerPool runs in this process now");
    }
    return context;
  }

  /**
   * How often this task has been begun, this time included: more than 1 if workers died of it.
   *
   * @return 1 or more
   */
  public int attempt() {
    return attempt;
  }

  /**
   * Whether the caller wants the task no more. Its thread is interrupted as well; if it goes on
   * nevertheless the worker is killed.
   *
   * @return true once that is so
   */
  public boolean isCancelled() {
    return cancelled;
  }

  void cancel() {
    cancelled = true;
  }

  /**
   * Tells the caller of progress: who has subscribed with {@link WorkerPool#onProgress} gets it.
   * Waits while the caller's process does not keep up, except on threads that must not block.
   *
   * @param progress anything that can be sent as a result can
   * @throws io.sluice.CodecException if it cannot be sent
   */
  public void report(Object progress) {
    reports.accept(Objects.requireNonNull(progress, "progress"));
  }

  /**
   * A value of the caller's context, under a key that {@link WorkerPool.Builder#contextKeys} names.
   *
   * @param key the key
   * @return the value, or null when the caller had none
   */
  public @Nullable String value(String key) {
    return values.get(Objects.requireNonNull(key, "key"));
  }

  /**
   * All values of the caller's context that came along.
   *
   * @return by their keys; immutable
   */
  public Map<String, String> values() {
    return values;
  }
}
