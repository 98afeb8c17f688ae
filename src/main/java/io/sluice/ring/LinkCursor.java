package io.sluice.ring;

/**
 * Where a run of links goes on: the tail is read once at the run's start and raised once at its
 * end.
 */
final class LinkCursor {
  private static final long UNREAD = -1;

  private long next = UNREAD;

  boolean started() {
    return next != UNREAD;
  }

  long next() {
    return next;
  }

  void moveTo(long position) {
    next = position;
  }

  void reset() {
    next = UNREAD;
  }
}
