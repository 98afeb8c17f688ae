package io.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.sluice.testing.Signals;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** Whatever ends a worker ends one call, with an error that says what it was. */
@Timeout(180)
class CrashTest {
  private static WorkerPool pool;

  @TempDir Path directory;

  @BeforeAll
  static void open() {
    pool = Pools.of(1).build();
  }

  @AfterAll
  static void close() {
    pool.close();
  }

  private static WorkerCrashedException crashOf(RemoteCallable<?> task) {
    WorkerCrashedException crash =
        catchThrowableOfType(
            WorkerCrashedException.class, () -> pool.call(task).block(Pools.PATIENCE));
    assertThat(crash).isNotNull();
    assertThat(crash).hasMessageContaining("pid " + crash.pid());
    assertThat(crash).hasMessageContaining("exit code " + crash.exitCode());
    long next = Mono.from(pool.call(() -> ProcessHandle.current().pid())).block(Pools.PATIENCE);
    assertThat(next).isNotEqualTo(crash.pid());
    return crash;
  }

  @Test
  void exit() {
    WorkerCrashedException crash =
        crashOf(
            () -> {
              System.err.println("last words");
              System.exit(42);
              return 1;
            });
    assertThat(crash.exitCode()).isEqualTo(42);
    assertThat(crash.lastOutput()).contains("last words");
    assertThat(crash).hasMessageContaining("last words");
  }

  @Test
  void exitInOrder() {
    assertThat(
            crashOf(
                    () -> {
                      System.exit(0);
                      return 1;
                    })
                .exitCode())
        .isZero();
  }

  @Test
  void halt() {
    assertThat(
            crashOf(
                    () -> {
                      Runtime.getRuntime().halt(9);
                      return 1;
                    })
                .exitCode())
        .isEqualTo(9);
  }

  @Test
  void killed() {
    WorkerCrashedException crash =
        crashOf(
            () -> {
              ProcessBuilder kill =
                  new ProcessBuilder("sh", "-c", "kill -9 " + ProcessHandle.current().pid());
              kill.start().waitFor();
              Pools.park();
              return 1;
            });
    assertThat(crash.exitCode()).isEqualTo(137);
    assertThat(crash).hasMessageContaining("SIGKILL");
  }

  @Test
  void heap() {
    WorkerCrashedException crash =
        crashOf(
            () -> {
              List<byte[]> all = new ArrayList<>();
              while (all.size() < Integer.MAX_VALUE) {
                all.add(new byte[1 << 20]);
              }
              return 1;
            });
    assertThat(crash).hasMessageContaining("java.lang.OutOfMemoryError");
  }

  @Test
  void heapThatTheTaskCatches() {
    assertThat(
            crashOf(
                () -> {
                  try {
                    return new long[1 << 30].length;
                  } catch (OutOfMemoryError e) {
                    return -1;
                  }
                }))
        .hasMessageContaining("OutOfMemoryError");
  }

  @Test
  void directMemory() {
    assertThat(
            crashOf(
                () -> {
                  List<ByteBuffer> all = new ArrayList<>();
                  while (all.size() < Integer.MAX_VALUE) {
                    all.add(ByteBuffer.allocateDirect(16 << 20));
                  }
                  return 1;
                }))
        .hasMessageContaining("java.lang.OutOfMemoryError")
        .hasMessageContaining("direct buffer");
  }

  @Test
  void threads() {
    // As the JVM throws it; to have it do so would trouble the whole machine.
    assertThat(
            crashOf(
                () -> {
                  throw new OutOfMemoryError("unable to create native thread");
                }))
        .hasMessageContaining("OutOfMemoryError: unable to create native thread");
  }

  @Test
  void segmentationFault() throws Exception {
    WorkerCrashedException crash =
        crashOf(
            () -> {
              Class<?> type = Class.forName("sun.misc.Unsafe");
              java.lang.reflect.Field field = type.getDeclaredField("theUnsafe");
              field.setAccessible(true);
              Object unsafe = field.get(null);
              type.getMethod("putLong", long.class, long.class).invoke(unsafe, 8L, 8L);
              return 1;
            });
    assertThat(crash.exitCode()).isEqualTo(134);
    assertThat(crash.hsErrFile()).isNotNull().exists();
    Files.deleteIfExists(crash.hsErrFile());
  }

  @Test
  void oneOfManyDies() {
    Gate gate = new Gate(directory);
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    AtomicInteger results = new AtomicInteger();
    try (WorkerPool wide = Pools.of(4).queueCapacity(100).build()) {
      for (int i = 0; i < 200; i++) {
        wide.call(Gate::pass, gate).subscribe(it -> results.incrementAndGet(), failures::add);
      }
      gate.awaitNotes("came", 4);
      long victim = Long.parseLong(gate.notes("came").get(2));
      Signals.send("KILL", victim);
      await().atMost(Pools.PATIENCE).until(() -> wide.stats().crashed() == 1);
      gate.open();
      await().atMost(Pools.PATIENCE).until(() -> results.get() + failures.size() == 200);
      assertThat(results).hasValue(103);
      assertThat(failures)
          .filteredOn(WorkerCrashedException.class::isInstance)
          .singleElement()
          .extracting(it -> ((WorkerCrashedException) it).pid())
          .isEqualTo(victim);
      assertThat(failures).filteredOn(PoolOverloadedException.class::isInstance).hasSize(96);
      assertThat(wide.stats().restarts()).isEqualTo(1);
      await().atMost(Pools.PATIENCE).until(() -> wide.stats().pids().size() == 4);
      assertThat(wide.stats().pids()).doesNotContain(victim);
    }
  }

  @Test
  void anIdleWorkerThatIsKilledIsReplaced() {
    try (WorkerPool two = Pools.of(2).build()) {
      two.ready().block(Pools.PATIENCE);
      List<Long> before = two.stats().pids();
      assertThat(before).hasSize(2);
      before.forEach(pid -> Signals.send("KILL", pid));
      await()
          .atMost(Pools.PATIENCE)
          .until(
              () ->
                  two.stats().pids().size() == 2
                      && two.stats().pids().stream().noneMatch(before::contains));
      assertThat(two.call(() -> 1).block(Pools.PATIENCE)).isEqualTo(1);
    }
  }
}
