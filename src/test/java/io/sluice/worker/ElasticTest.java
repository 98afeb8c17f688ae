package io.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How many workers there are: as tasks come, stay away, and as spares are asked for. */
@Timeout(120)
class ElasticTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  @TempDir Path directory;

  private static void awaitWorkers(WorkerPool pool, int count) {
    await()
        .atMost(Pools.PATIENCE)
        .untilAsserted(() -> assertThat(pool.stats().pids()).hasSize(count));
  }

  @Test
  void growsWithTasksAndShrinksWithoutThem() {
    Gate gate = new Gate(directory);
    try (WorkerPool pool = Pools.of(3).minSize(1).idleTimeout(SHORT).build()) {
      pool.ready().block(Pools.PATIENCE);
      awaitWorkers(pool, 1);
      for (int i = 0; i < 3; i++) {
        pool.call(Gate::pass, gate).subscribe();
      }
      gate.awaitNotes("came", 3);
      assertThat(pool.stats().pids()).hasSize(3);
      gate.open();
      awaitWorkers(pool, 1);
      assertThat(pool.call(() -> 1).block(Pools.PATIENCE)).isEqualTo(1);
      assertThat(pool.stats().restarts()).isZero();
    }
  }

  @Test
  void withAnIdleTimeOutAloneNobodyStays() {
    try (WorkerPool pool = Pools.of(2).idleTimeout(SHORT).build()) {
      pool.ready().block(Pools.PATIENCE);
      assertThat(pool.stats().pids()).isEmpty();
      assertThat(pool.call(() -> 1).block(Pools.PATIENCE)).isEqualTo(1);
      awaitWorkers(pool, 0);
      assertThat(pool.call(() -> 2).block(Pools.PATIENCE)).isEqualTo(2);
    }
  }

  @Test
  void sparesAreReadyButRunNothingBeyondTheSize() {
    Gate gate = new Gate(directory);
    try (WorkerPool pool = Pools.of(1).warmSpares(1).build()) {
      awaitWorkers(pool, 2);
      pool.ready().block(Pools.PATIENCE);
      pool.call(Gate::pass, gate).subscribe();
      pool.call(Gate::pass, gate).subscribe();
      gate.awaitNotes("came", 1);
      await()
          .atMost(Pools.PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(pool.stats().active()).isEqualTo(1);
                assertThat(pool.stats().queued()).isEqualTo(1);
              });
      long busy = Long.parseLong(gate.notes("came").get(0));
      List<Long> both = pool.stats().pids();
      io.sluice.testing.Signals.send("KILL", busy);
      gate.awaitNotes("came", 2);
      // The spare was there already.
      assertThat(both).contains(Long.valueOf(gate.notes("came").get(1)));
      gate.open();
    }
  }

  @Test
  void settingsAreChecked() {
    WorkerPool.Builder builder = WorkerPool.builder();
    assertThatThrownBy(() -> builder.size(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.queueCapacity(-1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.taskTimeout(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.idleTimeout(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.startupTimeout(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.cancelGrace(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.maxTasksPerWorker(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.maxAttempts(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.minSize(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.warmSpares(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.jvmArgs("-jar")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.jvmArgs("-Xmx1g", null))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> builder.taskTimeout(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> WorkerPool.builder().size(2).minSize(3).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("minSize");
    Thread captured = new Thread();
    assertThatThrownBy(() -> WorkerPool.builder().initializer(() -> captured.join()).build())
        .isInstanceOf(io.sluice.CodecException.class);
  }
}
