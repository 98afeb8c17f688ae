package io.sluice.worker;

import io.sluice.testing.TestJvm;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Pools of small workers, for there are many of them. */
final class Pools {
  static final Duration PATIENCE = TestJvm.PATIENCE;

  private Pools() {}

  static WorkerPool.Builder of(int size) {
    return WorkerPool.builder()
        .size(size)
        .jvmArgs("-Xmx64m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
  }

  /** Waits within a task, until it is interrupted. */
  static void park() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  /** Waits within a task, whatever interrupts come. */
  static void parkStubbornly() {
    while (true) {
      try {
        TimeUnit.DAYS.sleep(1);
      } catch (InterruptedException ignored) {
        // On purpose.
      }
    }
  }
}
