package io.sluice.worker;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One after the other, on the thread of whoever brings the first of a run: what changes a pool's
 * state. Nothing here waits, and an event that brings another one is done before that one begins.
 * Each sees all that those before it did.
 */
final class Events {
  private static final System.Logger LOG = System.getLogger(Events.class.getPackageName());

  private final Queue<Runnable> events = new ConcurrentLinkedQueue<>();
  private final AtomicInteger pending = new AtomicInteger();

  void add(Runnable event) {
    events.add(event);
    if (pending.getAndIncrement() == 0) {
      drain();
    }
  }

  private void drain() {
    int done = 1;
    do {
      for (Runnable event = events.poll(); event != null; event = events.poll()) {
        run(event);
      }
      done = pending.addAndGet(-done);
    } while (done != 0);
  }

  /** Others' events come after it, whatever becomes of this one. */
  private static void run(Runnable event) {
    try {
      event.run();
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "An event of the worker pool failed", e);
    }
  }
}
