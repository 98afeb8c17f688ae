package io.sluice.worker;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the crash report that a JVM names when it dies of SIGSEGV and the like. */
final class HsErr {
  private static final String BEFORE = "# An error report file";
  private static final String MARGIN = "# ";

  private HsErr() {}

  /** The file that the last such lines name. */
  static @Nullable String in(List<String> output) {
    for (int i = output.size() - 2; i >= 0; i--) {
      String next = output.get(i + 1);
      if (output.get(i).startsWith(BEFORE) && next.startsWith(MARGIN)) {
        return next.substring(MARGIN.length()).strip();
      }
    }
    return null;
  }
}
