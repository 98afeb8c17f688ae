package io.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.sluice.SluiceException;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Workers come and go: by plan, by crashes, and when none can start at all. */
@Timeout(400)
class ReplacementTest {
  private static final int CALLS = Integer.getInteger("pool.calls", 1_000);

  @TempDir Path directory;

  @Test
  void callsRunExactlyOnceEachWhileWorkersAreReplaced() {
    Gate gate = new Gate(directory);
    try (WorkerPool pool = Pools.of(2).maxTasksPerWorker(50).build()) {
      List<Integer> results =
          Flux.range(0, CALLS)
              .transform(
                  pool.<Integer, Integer>map(
                      n -> {
                        gate.note("ran-" + ProcessHandle.current().pid(), "" + n);
                        return n;
                      }))
              .collectList()
              .block();
      assertThat(results).hasSize(CALLS).doesNotHaveDuplicates();
      assertThat(pool.stats().restarts()).isGreaterThanOrEqualTo(CALLS / 50 - 2);
    }
    Map<String, List<String>> ran = new TreeMap<>();
    for (File file : Objects.requireNonNull(directory.toFile().listFiles())) {
      ran.put(file.getName(), gate.notes(file.getName()));
    }
    assertThat(ran.values()).allMatch(tasks -> tasks.size() <= 50);
    List<String> all = new ArrayList<>();
    ran.values().forEach(all::addAll);
    assertThat(all).hasSize(CALLS).doesNotHaveDuplicates();
  }

  @Test
  void theSuccessorIsThereBeforeTheLastTaskEnds() {
    Gate gate = new Gate(directory);
    try (WorkerPool pool = Pools.of(1).maxTasksPerWorker(1).build()) {
      Mono<Long> call = pool.call(Gate::pass, gate).cache();
      call.subscribe();
      gate.awaitNotes("came", 1);
      await().atMost(Pools.PATIENCE).until(() -> pool.stats().pids().size() == 2);
      assertThat(call.toFuture()).isNotDone();
      gate.open();
      long first = call.block(Pools.PATIENCE);
      long second = pool.call(Gate::pass, gate).block(Pools.PATIENCE);
      assertThat(second).isNotEqualTo(first);
    }
  }

  private static int crashUnlessTried(int attempts) {
    if (TaskContext.current().attempt() <= attempts) {
      Runtime.getRuntime().halt(5);
    }
    return TaskContext.current().attempt();
  }

  @Test
  void anIdempotentTaskIsTriedAgain() {
    try (WorkerPool pool = Pools.of(1).maxAttempts(3).build()) {
      int attempt = pool.call(ReplacementTest::crashUnlessTried, 2).block(Pools.PATIENCE);
      assertThat(attempt).isEqualTo(3);
      assertThat(pool.stats().crashed()).isZero();
      assertThat(pool.stats().restarts()).isEqualTo(2);
    }
  }

  @Test
  void apoisonTaskIsGivenUp() {
    try (WorkerPool pool = Pools.of(1).maxAttempts(3).build()) {
      PoisonTaskException poison =
          catchThrowableOfType(
              PoisonTaskException.class,
              () ->
                  pool.call(ReplacementTest::crashUnlessTried, Integer.MAX_VALUE)
                      .block(Pools.PATIENCE));
      assertThat(poison.attempts()).isEqualTo(3);
      assertThat(poison).hasMessageContaining("3");
      assertThat(poison.getCause())
          .isInstanceOf(WorkerCrashedException.class)
          .hasMessageContaining("exit code 5");
      assertThat(pool.call(() -> 1).block(Pools.PATIENCE)).isEqualTo(1);
    }
  }

  @Test
  void badOptionsAreAClearErrorAndNoForkStorm() {
    try (WorkerPool pool = Pools.of(4).jvmArgs("-Xnonsense").build()) {
      assertThatThrownBy(() -> pool.call(() -> 1).block(Pools.PATIENCE))
          .isInstanceOf(WorkerCrashedException.class)
          .hasMessageContaining("before it was ready")
          .hasMessageContaining("-Xnonsense");
      assertThatThrownBy(() -> pool.ready().block(Pools.PATIENCE))
          .hasMessageContaining("-Xnonsense");
      // From now on at once, whatever the next attempts do.
      for (int i = 0; i < 100; i++) {
        assertThatThrownBy(() -> pool.call(() -> 1).block(Pools.PATIENCE))
            .isInstanceOf(WorkerCrashedException.class);
      }
      Mono.delay(Duration.ofSeconds(2)).block();
      assertThat(pool.stats().restarts()).isBetween(3L, 12L);
      assertThat(pool.stats().completed()).isZero();
    }
  }

  static void fail() {
    throw new IllegalStateException("no model here");
  }

  @Test
  void anInitializerThatFailsIsAClearError() {
    try (WorkerPool pool = Pools.of(2).initializer(ReplacementTest::fail).build()) {
      assertThatThrownBy(() -> pool.call(() -> 1).block(Pools.PATIENCE))
          .isInstanceOf(SluiceException.class)
          .hasMessageContaining("no model here");
    }
  }

  @Test
  void aWorkerThatDoesNotGetReadyIsKilled() {
    try (WorkerPool pool =
        Pools.of(1)
            .startupTimeout(Duration.ofMillis(1_500))
            .initializer(Pools::parkStubbornly)
            .build()) {
      assertThatThrownBy(() -> pool.call(() -> 1).block(Pools.PATIENCE))
          .isInstanceOf(SluiceException.class)
          .hasMessageContaining("not ready within PT1.5S");
    }
  }

  @Test
  void aPoolRecoversWhenWorkersCanStartAgain() {
    Gate gate = new Gate(directory);
    try (WorkerPool pool =
        Pools.of(1)
            .initializer(
                () -> {
                  if (gate.notes("repaired").isEmpty()) {
                    throw new IllegalStateException("broken");
                  }
                })
            .build()) {
      assertThatThrownBy(() -> pool.call(() -> 1).block(Pools.PATIENCE))
          .hasMessageContaining("broken");
      gate.note("repaired", "now");
      await()
          .atMost(Pools.PATIENCE)
          .ignoreExceptions()
          .until(() -> pool.call(() -> 1).block(Pools.PATIENCE) == 1);
    }
  }
}
