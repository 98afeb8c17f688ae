package io.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.testing.Signals;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The end of a pool, and what is left of it: nothing. */
@Timeout(120)
class ClosingTest {
  @TempDir Path directory;

  private final Queue<Object> ends = new ConcurrentLinkedQueue<>();

  private void begin(Mono<?> call) {
    call.subscribe(ends::add, ends::add);
  }

  private void awaitEnds(int count) {
    await().atMost(Pools.PATIENCE).until(() -> ends.size() == count);
  }

  private static Set<String> ownThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(
            name ->
                Stream.of("start", "kill", "retire", "tidy", "child", "order", "close")
                    .anyMatch(it -> name.startsWith("sluice-" + it)))
        .collect(Collectors.toSet());
  }

  @Test
  void leavesNoProcessAndNoThread() {
    Gate gate = new Gate(directory);
    List<Long> pids;
    try (WorkerPool pool = Pools.of(3).build()) {
      begin(pool.call(Gate::pass, gate));
      gate.awaitNotes("came", 1);
      pool.ready().block(Pools.PATIENCE);
      pids = pool.stats().pids();
      assertThat(pids).hasSize(3).allMatch(Signals::isRunning);
    }
    assertThat(pids).noneMatch(Signals::isRunning);
    awaitEnds(1);
    assertThat(ends).singleElement().isInstanceOf(PoolClosedException.class);
    await().atMost(Pools.PATIENCE).untilAsserted(() -> assertThat(ownThreads()).isEmpty());
  }

  @Test
  void whileWorkersStart() {
    for (int i = 0; i < 5; i++) {
      WorkerPool pool = Pools.of(2).build();
      begin(pool.call(() -> 1));
      pool.close();
      assertThat(pool.stats().pids()).isEmpty();
    }
    awaitEnds(5);
    assertThat(ends).allMatch(PoolClosedException.class::isInstance);
    await().atMost(Pools.PATIENCE).untilAsserted(() -> assertThat(ownThreads()).isEmpty());
  }

  @Test
  void closedPoolTakesNothing() {
    WorkerPool pool = Pools.of(1).build();
    Mono<Integer> call = pool.call(() -> 1);
    pool.close();
    pool.close();
    pool.closeAsync().block(Pools.PATIENCE);
    assertThatThrownBy(() -> call.block(Pools.PATIENCE)).isInstanceOf(PoolClosedException.class);
    assertThatThrownBy(() -> pool.stream(n -> Mono.just(n), 1).blockLast(Pools.PATIENCE))
        .isInstanceOf(PoolClosedException.class);
    assertThatThrownBy(() -> pool.ready().block(Pools.PATIENCE))
        .isInstanceOf(PoolClosedException.class);
    assertThat(pool.stats().rejected()).isZero();
  }

  @Test
  void closeAsyncIsLazyAndAllowedAnywhere() {
    WorkerPool pool = Pools.of(1).build();
    Mono<Void> closing = pool.closeAsync();
    assertThat(pool.call(() -> 1).block(Pools.PATIENCE)).isEqualTo(1);
    List<Long> pids = pool.stats().pids();
    closing.subscribeOn(Schedulers.parallel()).block(Pools.PATIENCE);
    assertThat(pids).noneMatch(Signals::isRunning);
  }

  @Test
  void closeOnAThreadThatMustNotBlockReturnsAtOnce() {
    WorkerPool pool = Pools.of(1).build();
    pool.ready().block(Pools.PATIENCE);
    List<Long> pids = pool.stats().pids();
    Mono.fromRunnable(pool::close).subscribeOn(Schedulers.parallel()).block(Pools.PATIENCE);
    pids.forEach(pid -> Signals.awaitGone(pid, Pools.PATIENCE));
  }

  @Test
  void drainLetsAcceptedCallsFinish() {
    Gate gate = new Gate(directory);
    WorkerPool pool = Pools.of(1).build();
    begin(pool.call(Gate::pass, gate));
    begin(pool.call(() -> "queued"));
    gate.awaitNotes("came", 1);
    Mono<Void> drained = pool.drain(Pools.PATIENCE).cache();
    drained.subscribe();
    assertThatThrownBy(() -> pool.call(() -> 1).block(Pools.PATIENCE))
        .isInstanceOf(PoolClosedException.class);
    gate.open();
    drained.block(Pools.PATIENCE);
    awaitEnds(2);
    assertThat(ends).anyMatch(Long.class::isInstance).contains("queued");
    assertThat(pool.stats().pids()).isEmpty();
  }

  @Test
  void drainEndsWhatTakesTooLong() {
    Gate gate = new Gate(directory);
    WorkerPool pool = Pools.of(1).build();
    begin(pool.call(Gate::pass, gate));
    begin(pool.call(() -> "queued"));
    gate.awaitNotes("came", 1);
    pool.drain(Duration.ofMillis(200)).block(Pools.PATIENCE);
    awaitEnds(2);
    assertThat(ends).allMatch(PoolClosedException.class::isInstance);
    assertThat(pool.stats().pids()).isEmpty();
  }

  @Test
  void drainOfAnIdlePoolIsItsClose() {
    WorkerPool pool = Pools.of(1).build();
    assertThat(pool.call(() -> 1).block(Pools.PATIENCE)).isEqualTo(1);
    pool.drain(Pools.PATIENCE).block(Pools.PATIENCE);
    assertThat(pool.stats().pids()).isEmpty();
  }

  @Test
  void idleWorkersRunTheirShutdownHooks() {
    Gate gate = new Gate(directory);
    try (WorkerPool pool = Pools.of(1).build()) {
      pool.call(
              () -> {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> gate.note("hook", "ran")));
                return 1;
              })
          .block(Pools.PATIENCE);
    }
    assertThat(gate.notes("hook")).containsExactly("ran");
  }

  @Test
  void grandchildrenGoWithTheirWorker() throws Exception {
    Gate gate = new Gate(directory);
    RemoteFunction<String, Long> sleeper =
        end -> {
          Process process = new ProcessBuilder("sleep", "300").start();
          gate.note("pids", "" + process.pid());
          if (end.equals("exit")) {
            System.exit(1);
          }
          if (end.equals("park")) {
            gate.note("parked", "");
            Pools.parkStubbornly();
          }
          return process.pid();
        };
    try (WorkerPool pool = Pools.of(1).build()) {
      assertThatThrownBy(() -> pool.call(sleeper, "exit").block(Pools.PATIENCE))
          .isInstanceOf(WorkerCrashedException.class);
      // Cancelled, it does not end by itself.
      Disposable stubborn = pool.call(sleeper, "park").subscribe();
      gate.awaitNotes("parked", 1);
      stubborn.dispose();
      pool.call(sleeper, "return").block(Pools.PATIENCE);
      await().atMost(Pools.PATIENCE).until(() -> pool.stats().restarts() == 2);
    }
    assertThat(gate.notes("pids")).hasSize(3);
    for (String pid : gate.notes("pids")) {
      Signals.awaitGone(Long.parseLong(pid), Pools.PATIENCE);
    }
  }
}
