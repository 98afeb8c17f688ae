package io.sluice.examples.offload;

/** A way to the answer that one can watch from another thread. */
interface Task {
  String name();

  /** Goes all the way; once. */
  Answer answer();

  /** How many lines are done. */
  long done();

  /** What else is to be told on the way. */
  default String details() {
    return "";
  }
}
