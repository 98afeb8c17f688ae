package io.sluice.examples.offload;

import java.time.Duration;
import java.util.Locale;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/**
 * Tells how far a task is: on a terminal in one live line, seven times a second; elsewhere in a
 * line of its own with every tenth of the way.
 */
final class Progress {
  private static final Duration PERIOD = Duration.ofMillis(150);

  private final Screen screen;
  private final Task task;
  private final long total;
  private final Pace pace = new Pace();
  private long tenthsTold;
  private boolean over;

  Progress(Screen screen, Task task, long total) {
    this.screen = screen;
    this.task = task;
    this.total = total;
  }

  /** Has the task done, and tells about it until it is. */
  Answer answer() {
    // Writing to a terminal may block, so not on a thread of Schedulers.parallel().
    Disposable ticking =
        Flux.interval(Duration.ZERO, PERIOD, Schedulers.boundedElastic())
            .onBackpressureDrop()
            .subscribe(tick -> tell());
    try {
      return task.answer();
    } finally {
      end();
      ticking.dispose();
    }
  }

  /** Once this returns the task is not asked any more. */
  private synchronized void end() {
    over = true;
    screen.endLive();
  }

  private synchronized void tell() {
    if (over) {
      return;
    }
    long lines = task.done();
    pace.add(System.nanoTime(), lines);
    if (screen.terminal()) {
      screen.live(text(lines));
    } else if (tenths(lines) > tenthsTold) {
      screen.note(text(lines));
    }
    tenthsTold = tenths(lines);
  }

  private long tenths(long lines) {
    return lines * 10 / Math.max(1, total);
  }

  private String text(long lines) {
    return String.format(
        Locale.ROOT,
        "%s %3d %%  %,d of %,d lines  %,.0f/s%s  left %s",
        task.name(),
        lines * 100 / Math.max(1, total),
        lines,
        total,
        pace.perSecond(),
        task.details(),
        pace.timeFor(total - lines));
  }
}
