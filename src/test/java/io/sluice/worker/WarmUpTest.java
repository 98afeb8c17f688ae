package io.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whether a pool can work, before and without any call. */
@Timeout(120)
class WarmUpTest {
  @TempDir Path directory;

  @Test
  void anElasticPoolStartsOneWorkerToSee() {
    try (WorkerPool pool = Pools.of(2).idleTimeout(Duration.ofMillis(300)).build()) {
      assertThat(pool.stats().pids()).isEmpty();
      pool.warmUp().block(Pools.PATIENCE);
      assertThat(pool.stats().pids()).hasSizeLessThanOrEqualTo(1);
      await().atMost(Pools.PATIENCE).until(() -> pool.stats().pids().isEmpty());
      // It is no call.
      assertThat(pool.stats().completed()).isZero();
      assertThat(pool.stats().restarts()).isZero();
      pool.warmUp().block(Pools.PATIENCE);
      assertThat(pool.call(() -> 1).block(Pools.PATIENCE)).isEqualTo(1);
      pool.warmUp().block(Pools.PATIENCE);
    }
  }

  @Test
  void badOptionsAreFoundWithoutACall() {
    try (WorkerPool pool =
        Pools.of(1).idleTimeout(Duration.ofMinutes(1)).jvmArgs("-Xnonsense").build()) {
      assertThat(pool.failure()).isNull();
      assertThatThrownBy(() -> pool.warmUp().block(Pools.PATIENCE))
          .isInstanceOf(WorkerCrashedException.class)
          .hasMessageContaining("-Xnonsense");
      assertThat(pool.failure()).isInstanceOf(WorkerCrashedException.class);
    }
  }

  @Test
  void overloadSaysNothingAgainstAPool() {
    Gate gate = new Gate(directory);
    try (WorkerPool pool = Pools.of(1).queueCapacity(0).build()) {
      pool.call(Gate::pass, gate).subscribe();
      gate.awaitNotes("came", 1);
      assertThatThrownBy(() -> pool.call(() -> 1).block(Pools.PATIENCE))
          .isInstanceOf(PoolOverloadedException.class);
      assertThat(pool.failure()).isNull();
      pool.warmUp().block(Pools.PATIENCE);
      pool.drain(Pools.PATIENCE).subscribe();
      assertThat(pool.failure()).isInstanceOf(PoolClosedException.class);
      gate.open();
    }
  }

  @Test
  void aClosedPoolDoesNotWarmUp() {
    WorkerPool pool = Pools.of(1).idleTimeout(Duration.ofMinutes(1)).build();
    pool.close();
    assertThat(pool.failure()).isInstanceOf(PoolClosedException.class);
    assertThatThrownBy(() -> pool.warmUp().block(Pools.PATIENCE))
        .isInstanceOf(PoolClosedException.class);
    assertThat(pool.stats().pids()).isEmpty();
  }
}
