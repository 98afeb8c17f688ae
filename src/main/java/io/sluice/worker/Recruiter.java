package io.sluice.worker;

import io.sluice.SluiceException;
import io.sluice.worker.Frame.Kind;
import java.time.Duration;
import java.util.Collection;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;

/**
 * Starts workers: as many as are wanted, not all at the same moment, and after {@link
 * StartFailures} one at a time, with ever longer pauses. Confined to the pool's events.
 */
final class Recruiter {
  private static final System.Logger LOG = System.getLogger(Recruiter.class.getPackageName());

  private final PoolSettings settings;
  private final Events events;
  private final Crew crew;
  private final StartFailures failures = new StartFailures();
  private Disposable pause = Disposables.disposed();
  private int pauses;
  private int lastNumber;

  Recruiter(PoolSettings settings, Events events, Crew crew) {
    this.settings = settings;
    this.events = events;
    this.crew = crew;
  }

  /** Why none starts; null while there is hope. */
  @Nullable SluiceException verdict() {
    return failures.verdict();
  }

  /** A worker came up. */
  void cameUp() {
    failures.ready();
  }

  /** A worker was of use: whatever went wrong before is over. */
  void succeeded() {
    failures.reset();
  }

  /** Starts what is lacking for so many tasks that wait, besides those that run. */
  void hire(int queued, Collection<Worker> workers) {
    if (!pause.isDisposed()) {
      return;
    }
    int usable = 0;
    int starting = 0;
    int running = 0;
    for (Worker worker : workers) {
      switch (worker.state()) {
        case STARTING -> {
          usable++;
          starting++;
        }
        case IDLE -> usable++;
        case BUSY -> {
          // One with its last task is as good as gone: its successor is started meanwhile.
          int lasting = worker.hasTaken(settings.maxTasksPerWorker) ? 0 : 1;
          usable += lasting;
          running += lasting;
        }
        // Why is not known yet, and perhaps there is to be a pause.
        case LOST -> usable += worker.isOfNoUse() ? 1 : 0;
        default -> {}
      }
    }
    int wanted = settings.wanted(queued + running);
    int atOnce = failures.isEmpty() ? settings.startsAtOnce() : 1;
    for (; usable < wanted && starting < atOnce; usable++, starting++) {
      start();
    }
  }

  private void start() {
    Worker worker = new Worker(++lastNumber);
    String name = settings.name + "-" + worker.number();
    crew.add(worker);
    Background.run(
        "sluice-start-" + name,
        () -> {
          try {
            WorkerLink link = WorkerLink.open(name, settings.jvm());
            events.add(() -> launched(worker, link));
          } catch (RuntimeException | Error e) {
            events.add(() -> notLaunched(worker, e));
          }
        });
  }

  private void launched(Worker worker, WorkerLink link) {
    if (crew.launched(worker, link)) {
      link.send(Frame.withHead(Kind.SETUP, 0, settings.setup().toHead()));
      worker.waitFor(
          Background.after(settings.startupTimeout, () -> events.add(() -> overdue(worker))));
    }
  }

  private void notLaunched(Worker worker, Throwable why) {
    if (crew.notLaunched(worker)) {
      failed(() -> new SluiceException("No worker process could be started", why));
      crew.changed();
    }
  }

  private void overdue(Worker worker) {
    if (worker.is(Worker.State.STARTING)) {
      String text =
          "Worker pid "
              + worker.pid()
              + " was not ready within "
              + settings.startupTimeout
              + " and is killed";
      worker.explained();
      worker.kill();
      failed(() -> new SluiceException(text));
      crew.changed();
    }
  }

  /** It could not set itself up. */
  void refused(Worker worker, RemoteText why) {
    if (worker.is(Worker.State.STARTING)) {
      String text =
          "A worker could not be set up: "
              + why.className()
              + (why.message() == null ? "" : ": " + why.message());
      worker.explained();
      worker.lose();
      failed(() -> new SluiceException(text, new RemoteTrace(why.stackTrace())));
      crew.changed();
    }
  }

  /** A worker's process came to its end before it was of any use. */
  void died(Worker worker) {
    String when = worker.wasReady() ? "died before it had a task" : "died before it was ready";
    failed(() -> worker.crash(when), worker.wasKilled());
  }

  private void failed(Supplier<? extends SluiceException> why) {
    failed(why, false);
  }

  private void failed(Supplier<? extends SluiceException> why, boolean killed) {
    failures.add(why, killed);
    Duration wait = failures.pause();
    SluiceException shown = why.get();
    // Logs may wait for anything; events never do.
    Background.run(
        "sluice-start-failed",
        () ->
            LOG.log(
                System.Logger.Level.WARNING,
                "A worker did not start; the next one is tried in " + wait,
                shown));
    pause.dispose();
    int number = ++pauses;
    pause = Background.after(wait, () -> events.add(() -> pauseOver(number)));
  }

  private void pauseOver(int number) {
    if (number == pauses) {
      pause = Disposables.disposed();
      crew.changed();
    }
  }

  void stop() {
    pause.dispose();
  }
}
