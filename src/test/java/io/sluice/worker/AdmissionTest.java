package io.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** How many calls a pool accepts: exactly so many. */
@Timeout(120)
class AdmissionTest {
  @TempDir Path directory;

  /** Begins calls and counts how they end. */
  private static final class Calls {
    final Queue<Object> ends = new ConcurrentLinkedQueue<>();
    final List<Disposable> begun = new ArrayList<>();

    void begin(WorkerPool pool, Gate gate) {
      begun.add(pool.call(Gate::pass, gate).subscribe(ends::add, ends::add));
    }

    long refused() {
      return ends.stream().filter(PoolOverloadedException.class::isInstance).count();
    }

    long results() {
      return ends.stream().filter(Long.class::isInstance).count();
    }

    void await(int count) {
      org.awaitility.Awaitility.await().atMost(Pools.PATIENCE).until(() -> ends.size() == count);
    }
  }

  @Test
  void exactlySizeAndQueueCapacityWhileWorkersStart() {
    Gate gate = new Gate(directory);
    Calls calls = new Calls();
    try (WorkerPool pool = Pools.of(2).queueCapacity(3).build()) {
      for (int i = 0; i < 10; i++) {
        calls.begin(pool, gate);
      }
      calls.await(5);
      assertThat(calls.refused()).isEqualTo(5);
      assertThat(pool.stats().rejected()).isEqualTo(5);
      gate.awaitNotes("came", 2);
      await()
          .atMost(Pools.PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(pool.stats().active()).isEqualTo(2);
                assertThat(pool.stats().queued()).isEqualTo(3);
              });
      gate.open();
      calls.await(10);
      assertThat(calls.results()).isEqualTo(5);
      assertThat(pool.stats().completed()).isEqualTo(5);
      awaitNothingToDo(pool);
    }
  }

  /** Callers hear first, and then the pool looks what there is to do. */
  private static void awaitNothingToDo(WorkerPool pool) {
    await()
        .atMost(Pools.PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(pool.stats().active()).isZero();
              assertThat(pool.stats().queued()).isZero();
            });
  }

  @Test
  void racingCallersGetNoMoreThanThereAreAndNoLess() throws Exception {
    Gate gate = new Gate(directory);
    Calls[] calls = new Calls[8];
    try (WorkerPool pool = Pools.of(1).queueCapacity(9).build()) {
      CountDownLatch start = new CountDownLatch(1);
      Thread[] threads = new Thread[calls.length];
      for (int i = 0; i < calls.length; i++) {
        Calls mine = new Calls();
        calls[i] = mine;
        threads[i] =
            new Thread(
                () -> {
                  try {
                    start.await();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                  for (int k = 0; k < 5; k++) {
                    mine.begin(pool, gate);
                  }
                });
        threads[i].start();
      }
      start.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
      await().atMost(Pools.PATIENCE).until(() -> pool.stats().rejected() == 30);
      gate.open();
      await().atMost(Pools.PATIENCE).until(() -> pool.stats().completed() == 10);
      assertThat(pool.stats().rejected()).isEqualTo(30);
    }
  }

  @Test
  void aPlaceIsFreeBeforeItsCallerHears() {
    try (WorkerPool pool = Pools.of(1).queueCapacity(0).build()) {
      for (int i = 0; i < 200; i++) {
        int n = i;
        int result = pool.call(it -> it + 1, n).block(Pools.PATIENCE);
        assertThat(result).isEqualTo(n + 1);
      }
      assertThatThrownBy(
              () ->
                  pool.<Integer, Integer>call(
                          it -> {
                            throw new IllegalStateException();
                          },
                          1)
                      .block(Pools.PATIENCE))
          .isInstanceOf(RemoteTaskException.class);
      assertThat(pool.call(it -> it + 1, 1).block(Pools.PATIENCE)).isEqualTo(2);
    }
  }

  @Test
  void aCancelledCallGivesItsPlaceBackAtOnceAndNeverRuns() {
    Gate gate = new Gate(directory);
    Calls calls = new Calls();
    try (WorkerPool pool = Pools.of(1).queueCapacity(1).build()) {
      calls.begin(pool, gate);
      gate.awaitNotes("came", 1);
      for (int i = 0; i < 100; i++) {
        Disposable queued =
            pool.call(
                    () -> {
                      gate.note("ran", "cancelled");
                      return 1;
                    })
                .subscribe(calls.ends::add, calls.ends::add);
        queued.dispose();
      }
      await().atMost(Pools.PATIENCE).until(() -> pool.stats().queued() == 0);
      calls.begin(pool, gate);
      gate.open();
      calls.await(2);
      assertThat(calls.results()).isEqualTo(2);
      assertThat(pool.stats().cancelled()).isEqualTo(100);
      assertThat(gate.notes("ran")).isEmpty();
    }
  }

  @Test
  void refusalNamesTheBounds() {
    Gate gate = new Gate(directory);
    try (WorkerPool pool = Pools.of(1).queueCapacity(0).build()) {
      Disposable only = pool.call(Gate::pass, gate).subscribe();
      assertThatThrownBy(() -> pool.call(() -> 1).block(Pools.PATIENCE))
          .isInstanceOfSatisfying(
              PoolOverloadedException.class,
              e -> {
                assertThat(e.size()).isEqualTo(1);
                assertThat(e.queueCapacity()).isZero();
              });
      only.dispose();
      assertThat(pool.call(() -> 1).block(Pools.PATIENCE)).isEqualTo(1);
    }
  }

  @Test
  void mapWaitsWhereACallWouldBeRefused() {
    try (WorkerPool pool = Pools.of(2).queueCapacity(0).build()) {
      List<Integer> squares =
          Flux.merge(
                  Flux.range(0, 200).transform(pool.map(n -> n * n)),
                  Flux.range(200, 200).transform(pool.map(n -> n * n)))
              .collectList()
              .block(Pools.PATIENCE);
      assertThat(squares).hasSize(400).doesNotHaveDuplicates();
      assertThat(pool.stats().rejected()).isZero();
      assertThat(pool.stats().completed()).isEqualTo(400);
    }
  }

  @Test
  void mapSequentialKeepsTheOrder() {
    try (WorkerPool pool = Pools.of(2).build()) {
      List<Integer> same =
          Flux.range(0, 100)
              .transform(
                  pool.mapSequential(
                      n -> {
                        if (n % 2 == 0) {
                          Thread.sleep(3);
                        }
                        return n;
                      }))
              .collectList()
              .block(Pools.PATIENCE);
      assertThat(same).isEqualTo(Flux.range(0, 100).collectList().block());
    }
  }
}
