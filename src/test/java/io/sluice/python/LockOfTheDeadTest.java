package io.sluice.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sync.SharedLock;
import io.sluice.testing.TestJvm;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** In Python a lock is held for ever by a process that was killed. */
class LockOfTheDeadTest {
  @Test
  void itIsFree() throws InterruptedException {
    try (SharedLock lock = SharedLock.create();
        TestJvm holder = TestJvm.start(Holder.class, lock.address().toString())) {
      holder.awaitLine("locked");
      assertThat(lock.tryLock()).isFalse();
      holder.kill();
      assertThat(lock.tryLock(TestJvm.PATIENCE)).isTrue();
      lock.unlock();
    }
  }

  static final class Holder {
    public static void main(String[] args) throws InterruptedException {
      SharedLock lock = SharedLock.open(URI.create(args[0]));
      lock.lock();
      System.out.println("locked");
      Thread.currentThread().join();
    }
  }
}
