package io.sluice.bench;

/**
 * The words between the parent and a child process, one line each.
 *
 * <pre>
 *   parent to child, on stdin           child to parent, on stdout, each after {@link #PREFIX}
 *                                       READY endpoint        | REFUSED reason
 *   START            (producers)
 *   MARK             (consumers)        MARKED nanoTime count
 *   STOP             (producers)        SENT count sum
 *   FINISH           (one producer)
 *                                       RECEIVED count sum    (consumers)
 *   end of stdin: leave at once
 * </pre>
 *
 * A child answers MARK from a thread of its own, by its own clock: what the pipe adds falls on
 * neither end of the window.
 */
final class Protocol {
  static final String PREFIX = "@bench ";
  static final String READY = "READY";
  static final String REFUSED = "REFUSED";
  static final String START = "START";
  static final String MARK = "MARK";
  static final String MARKED = "MARKED";
  static final String STOP = "STOP";
  static final String SENT = "SENT";
  static final String FINISH = "FINISH";
  static final String RECEIVED = "RECEIVED";
  static final String NANOS = "NANOS";

  private Protocol() {}
}
