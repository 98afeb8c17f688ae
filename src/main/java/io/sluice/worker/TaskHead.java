package io.sluice.worker;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** What goes with a task besides its argument. */
final class TaskHead {
  private final byte[] function;
  private final boolean hasArgument;
  private final int attempt;
  private final Map<String, String> values;

  /**
   * Makes one.
   *
   * @param function the task itself
   * @param hasArgument whether there is an argument
   * @param attempt 1 at first
   * @param values of the caller's context
   */
  TaskHead(byte[] function, boolean hasArgument, int attempt, Map<String, String> values) {
    this.function = function;
    this.hasArgument = hasArgument;
    this.attempt = attempt;
    this.values = values;
  }

  byte[] function() {
    return function;
  }

  boolean hasArgument() {
    return hasArgument;
  }

  int attempt() {
    return attempt;
  }

  Map<String, String> values() {
    return values;
  }

  byte[] toHead() {
    return Heads.write(
        out -> {
          Heads.writeBytes(out, function);
          out.writeBoolean(hasArgument);
          out.writeInt(attempt);
          out.writeInt(values.size());
          for (Map.Entry<String, String> value : values.entrySet()) {
            Heads.writeText(out, value.getKey());
            Heads.writeText(out, value.getValue());
          }
        });
  }

  static TaskHead fromHead(byte[] head) {
    return Heads.read(
        head,
        in -> {
          byte[] function = Objects.requireNonNull(Heads.readBytes(in));
          boolean hasArgument = in.readBoolean();
          int attempt = in.readInt();
          Map<String, String> values = new LinkedHashMap<>();
          for (int left = in.readInt(); left > 0; left--) {
            String key = Objects.requireNonNull(Heads.readText(in));
            values.put(key, Objects.requireNonNull(Heads.readText(in)));
          }
          return new TaskHead(function, hasArgument, attempt, values);
        });
  }
}
