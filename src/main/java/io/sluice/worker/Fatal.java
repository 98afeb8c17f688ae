package io.sluice.worker;

import io.sluice.worker.Frame.Kind;

/**
 * Ends the worker when it is out of memory. The JVM does that by itself for the heap and for
 * classes; this is for the kinds that it leaves to the program: direct buffers, threads.
 */
final class Fatal {
  /** As {@code -XX:+ExitOnOutOfMemoryError} has it. */
  static final int EXIT_CODE = 3;

  private static final int LONGEST_CHAIN = 100;

  private Fatal() {}

  /** Does not return if that is why the task failed. */
  static void endIfOutOfMemory(Throwable failure, long task, Outgoing outgoing) {
    Throwable cause = failure;
    for (int i = 0; cause != null && i < LONGEST_CHAIN; i++) {
      if (cause instanceof OutOfMemoryError) {
        end(cause, task, outgoing);
      }
      cause = cause.getCause();
    }
  }

  private static void end(Throwable why, long task, Outgoing outgoing) {
    try {
      outgoing.put(Frame.withHead(Kind.DYING, task, RemoteText.of(why).toHead()));
    } finally {
      Runtime.getRuntime().halt(EXIT_CODE);
    }
  }
}
