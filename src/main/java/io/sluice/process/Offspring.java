package io.sluice.process;

/**
 * The processes that this one has started. Not for users: for the library's other packages, whose
 * children end their own children.
 */
public final class Offspring {
  private Offspring() {}

  /**
   * Forces all descendants of this process but detached children to end, without waiting for that.
   */
  public static void end() {
    ProcessTree.descendantsOf(ProcessHandle.current()).forEach(ProcessHandle::destroyForcibly);
  }
}
