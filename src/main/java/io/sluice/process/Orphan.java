package io.sluice.process;

import java.time.Duration;

/**
 * The end of a process whose parent is gone: its descendants are ended first, then its shutdown
 * hooks run, and when all that has not finished within {@link #PATIENCE} it is halted.
 */
final class Orphan {

  /** As a shell reports a process that lost its terminal: 128 + SIGHUP. */
  static final int EXIT_CODE = 129;

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration DESCENDANTS_PATIENCE = Duration.ofSeconds(1);

  private Orphan() {}

  /** Does not return. */
  static void end() {
    try {
      // In a thread of its own, because hooks may hang and exit() then never returns.
      Thread orderly = DaemonThread.start("sluice-orphan", Orphan::endInOrder);
      orderly.join(PATIENCE.toMillis());
      ProcessTree.descendantsOf(ProcessHandle.current()).forEach(ProcessHandle::destroyForcibly);
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
    } finally {
      Runtime.getRuntime().halt(EXIT_CODE);
    }
  }

  private static void endInOrder() {
    new ProcessEnding(() -> ProcessTree.descendantsOf(ProcessHandle.current()))
        .askThenForce(DESCENDANTS_PATIENCE);
    // The one place where the library ends its process: nobody is left who could want it.
    Runtime.getRuntime().exit(EXIT_CODE);
  }
}
