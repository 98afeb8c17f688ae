package io.sluice.worker;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How many calls the pool has accepted, exactly: a place is taken at a call's subscription and is
 * free again when the call ends for its caller, before that one hears of it. Who waits for a place
 * gets the next one that is free, before anybody who does not.
 */
final class Admission {
  private final long places;

  // Guarded by this. Nobody waits while a place is free.
  private final Set<Task> waiting = new LinkedHashSet<>();
  private long taken;
  private boolean closed;

  Admission(int size, int queueCapacity) {
    this.places = (long) size + queueCapacity;
  }

  /** Where a task is with regard to this. */
  enum Place {
    /** It has not come yet. */
    OUTSIDE,
    /** It will be inside when there is room. */
    WAITING,
    /** It counts. */
    INSIDE,
    /** It has left, for good. */
    LEFT
  }

  /** What became of who wanted a place. */
  enum Answer {
    /** It has one. */
    ACCEPTED,
    /** It gets one later, or has left already. */
    NOT_NOW,
    /** There is none. */
    FULL,
    /** There are no more. */
    CLOSED
  }

  synchronized Answer enter(Task task) {
    if (task.place == Place.LEFT) {
      return Answer.NOT_NOW;
    }
    if (closed) {
      return Answer.CLOSED;
    }
    if (taken < places) {
      taken++;
      task.place = Place.INSIDE;
      return Answer.ACCEPTED;
    }
    if (task.waitsForPlace()) {
      task.place = Place.WAITING;
      waiting.add(task);
      return Answer.NOT_NOW;
    }
    return Answer.FULL;
  }

  /** A task leaves, wherever it was; who has its place now, if anybody waited for that. */
  synchronized @Nullable Task leave(Task task) {
    Place was = task.place;
    task.place = Place.LEFT;
    if (was == Place.WAITING) {
      waiting.remove(task);
    }
    if (was != Place.INSIDE) {
      return null;
    }
    if (waiting.isEmpty()) {
      taken--;
      return null;
    }
    Task next = waiting.iterator().next();
    waiting.remove(next);
    next.place = Place.INSIDE;
    return next;
  }

  /** From now on nobody enters; those who wait may still get a place. */
  synchronized void close() {
    closed = true;
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /** Whether nobody has a place or waits for one. */
  synchronized boolean isEmpty() {
    return taken == 0 && waiting.isEmpty();
  }

  /** Those who wait. */
  synchronized Set<Task> waiting() {
    return new LinkedHashSet<>(waiting);
  }
}
