package io.sluice.sync;

import io.sluice.ring.Claim;
import java.net.URI;
import java.time.Duration;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Any permit of the handle is as good as another: the one acquired last is given back first. */
final class PermitSemaphore implements SharedSemaphore {
  static final String USE = "semaphore";

  private final Permits permits;
  private final Deque<Claim> acquired = new ConcurrentLinkedDeque<>();

  PermitSemaphore(Permits permits) {
    this.permits = permits;
  }

  static int valid(int permits) {
    if (permits < 1) {
      throw new IllegalArgumentException("permits must be 1 or more: " + permits);
    }
    return permits;
  }

  @Override
  public URI address() {
    return permits.address();
  }

  @Override
  public int availablePermits() {
    return permits.available();
  }

  @Override
  public void acquire() throws InterruptedException {
    boolean kept = false;
    while (!kept) {
      kept = keep(permits.acquire(null));
    }
  }

  @Override
  public boolean tryAcquire() {
    return keep(permits.tryAcquire());
  }

  @Override
  public boolean tryAcquire(Duration timeout) throws InterruptedException {
    return keep(permits.acquire(Objects.requireNonNull(timeout, "timeout")));
  }

  private boolean keep(@Nullable Claim claim) {
    return claim != null && acquired.add(claim);
  }

  @Override
  public void release() {
    permits.check();
    Claim claim = acquired.pollLast();
    if (claim == null) {
      throw new IllegalStateException(
          "no permit of "
              + address()
              + " is acquired by this handle; permits are "
              + permits.holders());
    }
    permits.release(claim);
  }

  @Override
  public <R> Mono<R> withPermit(Mono<R> guarded) {
    return new GuardedMono<>(permits, Objects.requireNonNull(guarded, "guarded"));
  }

  @Override
  public void close() {
    permits.close();
  }

  @Override
  public String toString() {
    return "SharedSemaphore(" + address() + ", " + permits.holders() + ')';
  }
}
