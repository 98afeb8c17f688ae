package io.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.testing.Signals;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Time-outs and cancels of tasks that run: with their good will, and without. */
@Timeout(120)
class StoppingTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  @TempDir Path directory;

  private static long own(WorkerPool pool) {
    // The pool's own time-outs are short here, and a new process is slow.
    return pool.call(it -> ProcessHandle.current().pid(), "", Pools.PATIENCE).block(Pools.PATIENCE);
  }

  @Test
  void deadLoopIsKilledAndReplaced() {
    try (WorkerPool pool = Pools.of(1).taskTimeout(SHORT).build()) {
      long stuck = own(pool);
      assertThatThrownBy(
              () ->
                  pool.call(
                          () -> {
                            long n = 1;
                            while (n != 0) {
                              n += 2;
                            }
                            return n;
                          })
                      .block(Pools.PATIENCE))
          .isInstanceOfSatisfying(
              TaskTimeoutException.class,
              e -> {
                assertThat(e.timeout()).isEqualTo(SHORT);
                assertThat(e.pid()).isEqualTo(stuck);
              });
      Signals.awaitGone(stuck, Pools.PATIENCE);
      assertThat(own(pool)).isNotEqualTo(stuck);
      assertThat(pool.stats().timedOut()).isEqualTo(1);
      await().atMost(Pools.PATIENCE).until(() -> pool.stats().restarts() == 1);
    }
  }

  @Test
  void waitingIsNotCounted() {
    Gate gate = new Gate(directory);
    try (WorkerPool pool = Pools.of(1).build()) {
      pool.ready().block(Pools.PATIENCE);
      Disposable first = pool.call(Gate::pass, gate).subscribe();
      gate.awaitNotes("came", 1);
      VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
      try {
        StepVerifier.create(pool.call(n -> n + 1, 1, Duration.ofHours(1)))
            .expectSubscription()
            // Its time would be over by far if it ran.
            .then(() -> time.advanceTimeBy(Duration.ofHours(2)))
            .then(gate::open)
            .expectNext(2)
            .expectComplete()
            .verify(Pools.PATIENCE);
      } finally {
        VirtualTimeScheduler.reset();
      }
      await().atMost(Pools.PATIENCE).until(first::isDisposed);
    }
  }

  @Test
  void aCallsOwnTimeGoesBeforeThePools() {
    try (WorkerPool pool = Pools.of(1).taskTimeout(SHORT).build()) {
      assertThat(
              pool.call(
                      millis -> {
                        Thread.sleep(millis);
                        return "slept";
                      },
                      SHORT.toMillis() * 2,
                      Pools.PATIENCE)
                  .block(Pools.PATIENCE))
          .isEqualTo("slept");
    }
  }

  @Test
  void aStoppedWorkersTaskTimesOut() {
    Gate gate = new Gate(directory);
    try (WorkerPool pool = Pools.of(1).build()) {
      long pid = own(pool);
      VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
      try {
        StepVerifier.create(pool.call(Gate::pass, gate, Duration.ofHours(1)))
            .then(() -> gate.awaitNotes("came", 1))
            .then(() -> Signals.send("STOP", pid))
            .then(() -> time.advanceTimeBy(Duration.ofHours(2)))
            .expectError(TaskTimeoutException.class)
            .verify(Pools.PATIENCE);
      } finally {
        VirtualTimeScheduler.reset();
      }
      Signals.awaitGone(pid, Pools.PATIENCE);
      assertThat(own(pool)).isNotEqualTo(pid);
    }
  }

  @Test
  void cancelInterrupts() {
    Gate gate = new Gate(directory);
    try (WorkerPool pool = Pools.of(1).cancelGrace(Pools.PATIENCE).build()) {
      long pid = own(pool);
      Disposable call =
          pool.call(
                  () -> {
                    gate.note("came", "");
                    try {
                      Pools.park();
                    } catch (InterruptedException e) {
                      gate.note("interrupted", "" + TaskContext.current().isCancelled());
                    }
                    return 1;
                  })
              .subscribe();
      gate.awaitNotes("came", 1);
      call.dispose();
      gate.awaitNotes("interrupted", 1);
      assertThat(gate.notes("interrupted")).containsExactly("true");
      // The interrupt is not the next one's, and the worker is the same.
      assertThat(own(pool)).isEqualTo(pid);
      assertThat(pool.stats().cancelled()).isEqualTo(1);
      assertThat(pool.stats().restarts()).isZero();
    }
  }

  @Test
  void whoIgnoresTheInterruptIsKilled() {
    Gate gate = new Gate(directory);
    try (WorkerPool pool = Pools.of(1).cancelGrace(SHORT).build()) {
      long pid = own(pool);
      Disposable call =
          pool.call(
                  () -> {
                    gate.note("came", "");
                    Pools.parkStubbornly();
                    return 1;
                  })
              .subscribe();
      gate.awaitNotes("came", 1);
      call.dispose();
      Signals.awaitGone(pid, Pools.PATIENCE);
      assertThat(own(pool)).isNotEqualTo(pid);
    }
  }

  @Test
  void aCancelThatComesTooLateHarmsNobody() {
    try (WorkerPool pool = Pools.of(1).cancelGrace(Pools.PATIENCE).build()) {
      long pid = own(pool);
      for (int i = 0; i < 300; i++) {
        Disposable call = pool.call(n -> n, i).subscribe();
        if (i % 2 == 0) {
          await().atMost(Pools.PATIENCE).pollInterval(Duration.ofMillis(1)).until(call::isDisposed);
        }
        call.dispose();
        // Neither is the worker killed, nor is an interrupt left for this one.
        assertThat(own(pool)).isEqualTo(pid);
      }
      assertThat(pool.stats().restarts()).isZero();
    }
  }

  @Test
  void virtualTimeMovesTheTimeOut() {
    Gate gate = new Gate(directory);
    try (WorkerPool pool = Pools.of(1).taskTimeout(Duration.ofHours(1)).build()) {
      pool.ready().block(Pools.PATIENCE);
      VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
      try {
        StepVerifier.create(pool.call(Gate::pass, gate))
            .then(() -> gate.awaitNotes("came", 1))
            .then(() -> time.advanceTimeBy(Duration.ofHours(2)))
            .expectError(TaskTimeoutException.class)
            .verify(Pools.PATIENCE);
      } finally {
        VirtualTimeScheduler.reset();
      }
    }
  }
}
