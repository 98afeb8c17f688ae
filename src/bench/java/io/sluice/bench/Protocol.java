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
 * That is {@link Throughput}'s course. Other experiments say READY and START as well, and answer
 * with RESULT and numbers, or with LATENCIES.
 *
 * <p>A child answers MARK from a thread of its own, by its own clock: what the pipe adds falls on
 * neither end of the window.
 */
public final class Protocol {
  public static final String PREFIX = "@bench ";
  public static final String READY = "READY";
  public static final String REFUSED = "REFUSED";
  public static final String START = "START";
  public static final String MARK = "MARK";
  public static final String MARKED = "MARKED";
  public static final String STOP = "STOP";
  public static final String SENT = "SENT";
  public static final String FINISH = "FINISH";
  public static final String RECEIVED = "RECEIVED";
  public static final String NANOS = "NANOS";
  public static final String RESULT = "RESULT";
  public static final String LATENCIES = "LATENCIES";

  private Protocol() {}
}
