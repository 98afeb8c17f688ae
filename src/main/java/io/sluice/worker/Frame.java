package io.sluice.worker;

import org.jspecify.annotations.Nullable;

/**
 * One message between a pool and a worker. Head and body are bytes that only those look into who
 * have to: a task's argument and result pass the pool unread.
 */
final class Frame {
  /** What it says, and the code for it. */
  enum Kind {
    // From the pool.
    /** The first one. Head: {@link Setup}. */
    SETUP(1),
    /** A task with one result. Head: {@link TaskHead}; body: the argument, if there is one. */
    CALL(2),
    /** A task with a stream of results. As {@link #CALL}. */
    STREAM(3),
    /** The caller wants the task no more. */
    CANCEL(4),
    /** The caller wants so many items more; body: a long. */
    REQUEST(5),

    // From the worker.
    /** Set up: tasks may come. */
    READY(6),
    /** It could not be set up. Head: {@link RemoteText}. */
    REFUSED(7),
    /** The task's end: its result in the body. */
    RESULT(8),
    /** The task's end: no result. Also a stream's completion. */
    EMPTY(9),
    /** The task's end: it failed. Head: {@link RemoteText}. */
    FAILED(10),
    /** One of a stream's items, in the body. */
    ITEM(11),
    /** What the task says of its progress, in the body. */
    PROGRESS(12),
    /** The worker ends itself, as it is out of memory. Head: {@link RemoteText}. */
    DYING(13);

    private static final Kind[] BY_CODE = new Kind[values().length + 1];

    static {
      for (Kind kind : values()) {
        BY_CODE[kind.code] = kind;
      }
    }

    private final byte code;

    Kind(int code) {
      this.code = (byte) code;
    }

    byte code() {
      return code;
    }

    /** Null if there is none of that code. */
    static @Nullable Kind of(int code) {
      return code <= 0 || code >= BY_CODE.length ? null : BY_CODE[code];
    }

    boolean endsTask() {
      return this == RESULT || this == EMPTY || this == FAILED;
    }
  }

  static final byte[] NOTHING = {};

  private final Kind kind;
  private final long task;
  private final byte[] head;
  private final byte[] body;

  /**
   * Makes a message.
   *
   * @param kind what it says
   * @param task of which task; 0 for none
   * @param head as the kind says
   * @param body as the kind says
   */
  Frame(Kind kind, long task, byte[] head, byte[] body) {
    this.kind = kind;
    this.task = task;
    this.head = head;
    this.body = body;
  }

  static Frame of(Kind kind, long task) {
    return new Frame(kind, task, NOTHING, NOTHING);
  }

  static Frame withHead(Kind kind, long task, byte[] head) {
    return new Frame(kind, task, head, NOTHING);
  }

  static Frame withBody(Kind kind, long task, byte[] body) {
    return new Frame(kind, task, NOTHING, body);
  }

  Kind kind() {
    return kind;
  }

  long task() {
    return task;
  }

  byte[] head() {
    return head;
  }

  byte[] body() {
    return body;
  }

  @Override
  public String toString() {
    return kind + " of task " + task;
  }
}
