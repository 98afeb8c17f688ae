package io.sluice.multijvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.sync.SharedLock;
import io.sluice.sync.SharedSemaphore;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Locks and permits whose holder's process is killed or stopped. */
class KilledHoldersTest {
  private static final int KILLS = 5;

  @Test
  void aLockIsFreeWhenItsHoldersProcessDies() throws InterruptedException {
    Times times = new Times("from kill -9 of a lock's holder to the next one's lock");
    try (SharedLock lock = SharedLock.create()) {
      String address = lock.address().toString();
      for (int i = 0; i < KILLS; i++) {
        try (Puppet holder = Puppet.start(null)) {
          boolean reactive = i % 2 == 1;
          assertThat(holder.<Boolean>call(stage -> lock(stage, address, reactive))).isTrue();
          assertThat(lock.tryLock()).isFalse();
          long start = System.nanoTime();
          holder.killAtOnce();
          assertThat(lock.tryLock(Stage.PATIENCE)).isTrue();
          times.since(start);
          lock.unlock();
        }
      }
    }
    times.report(Duration.ofSeconds(1));
  }

  /** Locked by a thread that ends, or by a subscription that does not. */
  private static boolean lock(Stage stage, String address, boolean reactive) {
    SharedLock lock = SharedLock.open(URI.create(address));
    stage.things.put("lock", lock);
    if (!reactive) {
      lock.lock();
      return true;
    }
    CompletableFuture<Boolean> locked = new CompletableFuture<>();
    stage.things.put(
        "holding",
        lock.withLock(Mono.fromRunnable(() -> locked.complete(true)).then(Mono.never()))
            .subscribe());
    return locked.join();
  }

  @Test
  void aStoppedHolderKeepsTheLock() throws InterruptedException {
    try (SharedLock lock = SharedLock.create();
        Puppet holder = Puppet.start(null)) {
      String address = lock.address().toString();
      assertThat(holder.<Boolean>call(stage -> lock(stage, address, false))).isTrue();
      assertThatThrownBy(lock::unlock)
          .isInstanceOf(IllegalMonitorStateException.class)
          .hasMessageContaining("held by pid " + holder.pid());
      assertThat(lock.tryLock(Duration.ofMillis(20))).isFalse();
      assertThat(lock.toString()).as("after a wait in vain").contains("pid " + holder.pid());
      holder.stop();
      assertThat(lock.tryLock(Duration.ofSeconds(3))).as("stolen from the stopped").isFalse();
      holder.resume();
      assertThat(
              holder.<Boolean>call(
                  stage -> {
                    ((SharedLock) stage.things.get("lock")).close();
                    return true;
                  }))
          .isTrue();
      assertThat(lock.tryLock(Stage.PATIENCE)).isTrue();
      lock.unlock();
    }
  }

  @Test
  void thePermitsOfTheDeadComeBack() throws InterruptedException {
    try (SharedSemaphore semaphore = SharedSemaphore.create(KILLS)) {
      String address = semaphore.address().toString();
      try (Puppet one = Puppet.start(null);
          Puppet other = Puppet.start(null)) {
        for (Puppet puppet : List.of(one, other)) {
          assertThat(puppet.<Boolean>call(stage -> acquireTwo(stage, address))).isTrue();
        }
        assertThat(semaphore.availablePermits()).isEqualTo(KILLS - 4);
        String both =
            "held by pid "
                + Math.min(one.pid(), other.pid())
                + ", pid "
                + Math.max(one.pid(), other.pid());
        assertThatThrownBy(semaphore::release)
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining(both);
        assertThat(semaphore.toString()).contains(both);
        one.kill();
        await()
            .atMost(Stage.PATIENCE)
            .untilAsserted(() -> assertThat(semaphore.availablePermits()).isEqualTo(KILLS - 2));
        for (int i = 0; i < KILLS - 2; i++) {
          assertThat(semaphore.tryAcquire()).isTrue();
        }
        assertThat(semaphore.tryAcquire()).isFalse();
        other.killAtOnce();
        assertThat(semaphore.tryAcquire(Stage.PATIENCE)).isTrue();
        assertThat(semaphore.tryAcquire(Stage.PATIENCE)).isTrue();
        assertThat(semaphore.tryAcquire(Duration.ofMillis(100))).isFalse();
      }
    }
  }

  private static boolean acquireTwo(Stage stage, String address) {
    SharedSemaphore semaphore = SharedSemaphore.open(URI.create(address));
    stage.things.put("semaphore", semaphore);
    boolean first = semaphore.tryAcquire();
    return semaphore.tryAcquire() && first;
  }
}
