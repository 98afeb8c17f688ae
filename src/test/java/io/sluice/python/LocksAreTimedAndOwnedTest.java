package io.sluice.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.sync.SharedLock;
import io.sluice.sync.SharedSemaphore;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A timed {@code acquire}, and a {@code release} too many. */
class LocksAreTimedAndOwnedTest {
  private static final Duration TIMEOUT = Duration.ofMillis(50);

  @Test
  void aLock() throws InterruptedException {
    try (SharedLock lock = SharedLock.create();
        SharedLock theirs = SharedLock.open(lock.address())) {
      assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);
      lock.lock();
      assertThat(lock.tryLock()).isFalse();
      assertThatThrownBy(theirs::unlock).isInstanceOf(IllegalMonitorStateException.class);
      assertThat(theirs.tryLock(TIMEOUT)).isFalse();
      lock.unlock();
      assertThat(theirs.tryLock(TIMEOUT)).isTrue();
    }
  }

  @Test
  void aSemaphore() throws InterruptedException {
    try (SharedSemaphore s = SharedSemaphore.create(1)) {
      assertThatThrownBy(s::release).isInstanceOf(IllegalStateException.class);
      s.acquire();
      assertThat(s.tryAcquire(TIMEOUT)).isFalse();
      s.release();
      assertThatThrownBy(s::release).isInstanceOf(IllegalStateException.class);
      assertThat(s.tryAcquire(TIMEOUT)).isTrue();
    }
  }
}
