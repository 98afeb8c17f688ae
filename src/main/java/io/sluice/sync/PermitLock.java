package io.sluice.sync;

import io.sluice.ring.Claim;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The lock is one permit; the thread that has it through this handle is remembered. */
final class PermitLock implements SharedLock {
  /** A thread and the permit that it holds. */
  private record Holder(Thread thread, Claim claim) {}

  private final Permits permits;
  private final AtomicReference<@Nullable Holder> holder = new AtomicReference<>();

  PermitLock(Permits permits) {
    this.permits = permits;
  }

  @Override
  public URI address() {
    return permits.address();
  }

  @Override
  public void lock() {
    boolean interrupted = false;
    boolean locked = false;
    while (!locked) {
      try {
        locked = hold(permits.acquire(null));
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void lockInterruptibly() throws InterruptedException {
    boolean locked = false;
    while (!locked) {
      locked = hold(permits.acquire(null));
    }
  }

  @Override
  public boolean tryLock() {
    return hold(permits.tryAcquire());
  }

  @Override
  public boolean tryLock(Duration timeout) throws InterruptedException {
    return hold(permits.acquire(timeout));
  }

  private boolean hold(@Nullable Claim claim) {
    if (claim == null) {
      return false;
    }
    holder.set(new Holder(Thread.currentThread(), claim));
    return true;
  }

  @Override
  public void unlock() {
    permits.check();
    Holder held = holder.get();
    if (held == null || held.thread() != Thread.currentThread()) {
      throw new IllegalMonitorStateException(
          Thread.currentThread().getName()
              + " does not hold the lock "
              + address()
              + ", which is "
              + (held == null ? permits.holders() : "held by " + held.thread().getName()));
    }
    holder.set(null);
    permits.release(held.claim());
  }

  @Override
  public <R> Mono<R> withLock(Mono<R> guarded) {
    return new GuardedMono<>(permits, Objects.requireNonNull(guarded, "guarded"));
  }

  @Override
  public void close() {
    permits.close();
  }

  @Override
  public String toString() {
    return "SharedLock(" + address() + ", " + permits.holders() + ')';
  }
}
