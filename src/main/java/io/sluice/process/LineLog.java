package io.sluice.process;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/**
 * A child's output as a {@link Flux} of any number of readers: each gets the last {@link
 * #REPLAYED_LINES} lines and then the new ones.
 *
 * <p>Written by the one thread that reads the child's pipe, which must come back to the pipe
 * whatever readers do: a line is put into each reader's own bounded buffer, and readers run on
 * other threads. The lock orders lines, the arrival of readers and the end; it is held for nothing
 * that waits or calls foreign code.
 */
final class LineLog extends Flux<String> {

  static final int REPLAYED_LINES = 1_000;

  private static final long PAUSE_NANOS = 100_000;

  // Guarded by this.
  private final LineBuffer recent = new LineBuffer(REPLAYED_LINES);
  private final Set<LineSubscription> readers = new LinkedHashSet<>();
  private boolean complete;

  void add(String line) {
    for (LineSubscription reader : record(line)) {
      reader.wake();
    }
  }

  /** Waits for those readers that would lose lines and are worth it; a small and bounded time. */
  void letReadersCatchUp() {
    for (LineSubscription reader : readers()) {
      long waited = 0;
      while (reader.isWorthWaiting(waited)) {
        long start = System.nanoTime();
        LockSupport.parkNanos(PAUSE_NANOS);
        waited = System.nanoTime() - start;
      }
    }
  }

  /** Lines added after this are dropped. */
  void complete() {
    List<LineSubscription> waiting;
    synchronized (this) {
      complete = true;
      waiting = List.copyOf(readers);
      readers.clear();
    }
    for (LineSubscription reader : waiting) {
      reader.end();
      reader.wake();
    }
  }

  /** The newest lines, oldest first. */
  synchronized List<String> recent(int most) {
    return recent.newest(most);
  }

  @Override
  public void subscribe(CoreSubscriber<? super String> actual) {
    // No worker, which would hold on to a thread between lines. And the scheduler for what blocks,
    // since lines are there to be printed, logged and stored.
    LineSubscription reader = new LineSubscription(actual, this, Schedulers.boundedElastic());
    actual.onSubscribe(reader);
    attach(reader);
    reader.wake();
  }

  synchronized void detach(LineSubscription reader) {
    readers.remove(reader);
  }

  private synchronized List<LineSubscription> readers() {
    return List.copyOf(readers);
  }

  private synchronized void attach(LineSubscription reader) {
    reader.preload(recent);
    if (complete) {
      reader.end();
    } else if (!reader.isCancelled()) {
      // A cancel that comes later finds it here and takes it out again.
      readers.add(reader);
    }
  }

  private synchronized List<LineSubscription> record(String line) {
    if (complete) {
      return List.of();
    }
    recent.add(line);
    readers.forEach(reader -> reader.offer(line));
    return new ArrayList<>(readers);
  }
}
