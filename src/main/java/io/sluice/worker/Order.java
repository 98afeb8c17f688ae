package io.sluice.worker;

import io.sluice.ItemTooLargeException;
import io.sluice.worker.Frame.Kind;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a caller wants done, encoded. */
final class Order {
  private final Kind kind;
  private final byte[] function;
  private final byte @Nullable [] argument;
  private final Map<String, String> values;
  private final @Nullable Duration timeout;

  /**
   * Makes one.
   *
   * @param kind {@link Kind#CALL} or {@link Kind#STREAM}
   * @param function encoded
   * @param argument encoded, or null for a task without
   * @param values of the caller's context
   * @param timeout how long the task may run, or null
   */
  Order(
      Kind kind,
      byte[] function,
      byte @Nullable [] argument,
      Map<String, String> values,
      @Nullable Duration timeout) {
    this.kind = kind;
    this.function = function;
    this.argument = argument;
    this.values = values;
    this.timeout = timeout;
    // A dispatch must not fail for what the caller can be told at once.
    Frame whole = frame(0, 1);
    long size = (long) FrameCodec.PREFIX_BYTES + whole.head().length + whole.body().length;
    if (size > FrameCodec.MAX_BYTES) {
      throw new ItemTooLargeException(size, FrameCodec.MAX_BYTES);
    }
  }

  @Nullable Duration timeout() {
    return timeout;
  }

  Frame frame(long task, int attempt) {
    TaskHead head = new TaskHead(function, argument != null, attempt, values);
    return new Frame(kind, task, head.toHead(), argument == null ? Frame.NOTHING : argument);
  }
}
