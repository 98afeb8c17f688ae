package io.sluice.worker;

/** The stack trace of another process, in the place where logs look for causes. */
final class RemoteTrace extends Exception {

  private static final long serialVersionUID = 1L;

  RemoteTrace(String text) {
    // Without a trace of its own, which would say how the message arrived.
    super("in the worker: " + text.stripTrailing(), null, false, false);
  }
}
