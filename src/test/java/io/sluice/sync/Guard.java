package io.sluice.sync;

import io.sluice.ring.SimulatedHost;
import io.sluice.ring.SimulatedJvm;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** A lock or a semaphore, as one handle of one JVM sees it. */
interface Guard {
  /** What guards: a lock, or a semaphore of two permits. */
  enum Kind {
    LOCK(1),
    SEMAPHORE(2);

    final int permits;

    Kind(int permits) {
      this.permits = permits;
    }

    SimulatedHost host() {
      return SimulatedHost.ofPermits(permits);
    }

    Guard of(SimulatedHost host, SimulatedJvm jvm) {
      Permits permits = new Permits(host.address(), jvm.engine());
      return this == LOCK
          ? new LockGuard(new PermitLock(permits))
          : new SemaphoreGuard(new PermitSemaphore(permits));
    }
  }

  void enter();

  boolean tryEnter();

  boolean tryEnter(Duration timeout);

  void leave();

  Mono<String> with(Mono<String> guarded);

  /** One at a time. */
  record LockGuard(SharedLock lock) implements Guard {
    @Override
    public void enter() {
      lock.lock();
    }

    @Override
    public boolean tryEnter() {
      return lock.tryLock();
    }

    @Override
    public boolean tryEnter(Duration timeout) {
      try {
        return lock.tryLock(timeout);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void leave() {
      lock.unlock();
    }

    @Override
    public Mono<String> with(Mono<String> guarded) {
      return lock.withLock(guarded);
    }
  }

  /** Two at a time. */
  record SemaphoreGuard(SharedSemaphore semaphore) implements Guard {
    @Override
    public void enter() {
      try {
        semaphore.acquire();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public boolean tryEnter() {
      return semaphore.tryAcquire();
    }

    @Override
    public boolean tryEnter(Duration timeout) {
      try {
        return semaphore.tryAcquire(timeout);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void leave() {
      semaphore.release();
    }

    @Override
    public Mono<String> with(Mono<String> guarded) {
      return semaphore.withPermit(guarded);
    }
  }
}
