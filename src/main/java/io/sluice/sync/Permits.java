package io.sluice.sync;

import io.sluice.QueueClosedException;
import io.sluice.SluiceException;
import io.sluice.ring.Claim;
import io.sluice.ring.Engine;
import io.sluice.ring.QueueSettings;
import io.sluice.ring.SharedMemoryEngine;
import io.sluice.ring.ShmAddress;
import io.sluice.ring.Signal;
import io.sluice.ring.TakeRun;
import io.sluice.ring.Waiter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;

/**
 * Permits as the items of a queue that begins full and is never put to: acquiring claims one,
 * releasing gives it back. So they come back from the dead like any other item in flight, and
 * nobody else needs to know how.
 */
final class Permits {
  private static final Engine.Answer NO_ANSWER = (result, failure) -> {};
  private static final long CLOSE_MILLIS = 1_000;

  private final URI address;
  private final SharedMemoryEngine engine;
  private final Set<Claim> held = ConcurrentHashMap.newKeySet();
  private final Set<Thread> waiting = ConcurrentHashMap.newKeySet();
  private final Set<Runnable> onClose = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  Permits(URI address, SharedMemoryEngine engine) {
    this.address = address;
    this.engine = engine;
  }

  static Permits create(int count, String use) {
    URI address = ShmAddress.anonymous(null);
    return new Permits(address, SharedMemoryEngine.create(address, settings(count, use, true)));
  }

  static Permits named(String name, int count, String use) {
    URI address = ShmAddress.of(null, name);
    return new Permits(
        address, SharedMemoryEngine.createOrOpen(address, settings(count, use, false)));
  }

  static Permits open(URI address, String use) {
    return new Permits(
        address, SharedMemoryEngine.open(address, QueueSettings.Kind.PERMITS, use, 0));
  }

  private static QueueSettings settings(int count, String use, boolean anonymous) {
    return new QueueSettings(
        QueueSettings.Kind.PERMITS, count, Long.BYTES, 0, 0, anonymous, use, null);
  }

  URI address() {
    return address;
  }

  /** A permit if there is one. */
  @Nullable Claim tryAcquire() {
    check();
    TakeRun run = engine.takeRun(1, NO_ANSWER);
    if (run.take(1) <= 0) {
      return null;
    }
    Claim claim = run.detach(0);
    run.finish();
    held.add(claim);
    if (closed) {
      release(claim);
      throw closedException();
    }
    return claim;
  }

  void release(Claim claim) {
    if (held.remove(claim)) {
      claim.giveBack(false);
    }
  }

  /** A permit once there is one; null waits without limit. Null when the time is over. */
  @Nullable Claim acquire(@Nullable Duration timeout) throws InterruptedException {
    if (Schedulers.isInNonBlockingThread()) {
      throw new IllegalStateException(
          "waiting is not supported in thread " + Thread.currentThread().getName());
    }
    Claim claim = tryAcquire();
    return claim != null ? claim : new ThreadWait(timeout).await();
  }

  /** Who has permits, in words; for messages, so it never throws. */
  String holders() {
    if (closed) {
      return "closed here";
    }
    Set<Long> pids;
    try {
      pids = engine.holders();
    } catch (SluiceException e) {
      // Closed just now, or the file is damaged: who uses the permits is told so.
      return "held by nobody knows whom";
    }
    return pids.isEmpty()
        ? "held by nobody"
        : "held by "
            + pids.stream()
                .sorted()
                .map(pid -> pid == ProcessHandle.current().pid() ? "this process" : "pid " + pid)
                .collect(Collectors.joining(", "));
  }

  int available() {
    check();
    return engine.size();
  }

  void check() {
    if (closed) {
      throw closedException();
    }
  }

  QueueClosedException closedException() {
    return new QueueClosedException(address, "this handle is closed");
  }

  void await(Waiter waiter) {
    engine.await(Signal.ITEMS, waiter);
  }

  boolean cancel(Waiter waiter) {
    return engine.cancel(Signal.ITEMS, waiter);
  }

  void passOn() {
    engine.passOn(Signal.ITEMS);
  }

  /** Runs the task when the handle is closed, unless it is removed before. */
  void onClose(Runnable task) {
    onClose.add(task);
    if (closed && onClose.remove(task)) {
      task.run();
    }
  }

  void removeOnClose(Runnable task) {
    onClose.remove(task);
  }

  void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    waiting.forEach(LockSupport::unpark);
    for (Runnable task : List.copyOf(onClose)) {
      if (onClose.remove(task)) {
        task.run();
      }
    }
    List.copyOf(held).forEach(this::release);
    CompletableFuture<Void> gone = engine.close().toCompletableFuture();
    if (!Schedulers.isInNonBlockingThread()) {
      gone.completeOnTimeout(null, CLOSE_MILLIS, TimeUnit.MILLISECONDS).join();
    }
  }

  /** One waiting thread. */
  private final class ThreadWait extends Waiter {
    private final Thread thread = Thread.currentThread();
    private final boolean timed;
    private final long deadline;

    ThreadWait(@Nullable Duration timeout) {
      timed = timeout != null;
      deadline = timeout == null ? 0 : System.nanoTime() + nanos(timeout);
    }

    /** No more than can be added to a clock: users write "for ever" as a duration. */
    private static long nanos(Duration timeout) {
      return Math.min(TimeUnit.NANOSECONDS.convert(timeout), Long.MAX_VALUE / 2);
    }

    @Override
    protected void wake() {
      LockSupport.unpark(thread);
    }

    @Nullable Claim await() throws InterruptedException {
      waiting.add(thread);
      Claim claim = null;
      try {
        while (claim == null && remaining() > 0) {
          Permits.this.await(this);
          claim = tryAcquire();
          if (claim == null) {
            LockSupport.parkNanos(this, remaining());
          }
          if (Thread.interrupted()) {
            if (claim != null) {
              release(claim);
            }
            throw new InterruptedException(
                "interrupted while waiting for " + address + ", which is " + holders());
          }
        }
        return claim != null ? claim : tryAcquire();
      } finally {
        waiting.remove(thread);
        if (!cancel(this) && claim == null) {
          passOn();
        }
      }
    }

    private long remaining() {
      return timed ? deadline - System.nanoTime() : TimeUnit.DAYS.toNanos(1);
    }
  }
}
