package io.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.testing.Signals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;

/** Everything that may happen, at random and at once: each call still ends once, and no more. */
@Timeout(300)
class ChaosTest {
  private static final int CALLS = Integer.getInteger("chaos.calls", 300);
  private static final long SEED = Long.getLong("chaos.seed", System.nanoTime());

  static int act(int kind) throws Exception {
    switch (kind) {
      case 0 -> Runtime.getRuntime().halt(7);
      case 1 -> throw new IllegalStateException("on purpose");
      case 2 -> Pools.park();
      case 3 -> Thread.sleep(50);
      case 4 -> Pools.parkStubbornly();
      default -> {}
    }
    return kind;
  }

  @Test
  void eachCallEndsOnce() {
    Random random = new Random(SEED);
    AtomicIntegerArray ends = new AtomicIntegerArray(CALLS);
    AtomicInteger wrong = new AtomicInteger();
    List<Disposable> calls = new ArrayList<>();
    boolean[] cancelled = new boolean[CALLS];
    WorkerPool pool =
        Pools.of(3)
            .queueCapacity(CALLS)
            .maxTasksPerWorker(25)
            .cancelGrace(Duration.ofMillis(50))
            .build();
    try (pool) {
      for (int i = 0; i < CALLS; i++) {
        int number = i;
        int kind = random.nextInt(60);
        calls.add(
            pool.call(ChaosTest::act, kind, Duration.ofMillis(700))
                .subscribe(
                    result -> {
                      if (result != kind) {
                        wrong.incrementAndGet();
                      }
                      ends.incrementAndGet(number);
                    },
                    failure -> ends.incrementAndGet(number)));
      }
      int kills = 0;
      while (pool.stats().queued() + pool.stats().active() > 0) {
        int victim = random.nextInt(CALLS);
        if (random.nextInt(4) == 0) {
          cancelled[victim] = true;
          calls.get(victim).dispose();
        }
        List<Long> pids = pool.stats().pids();
        // Fewer than make a pool give up on starting any.
        if (kills < 10 && random.nextInt(20) == 0 && !pids.isEmpty()) {
          kills++;
          Signals.send("KILL", pids.get(random.nextInt(pids.size())));
        }
        await().pollDelay(Duration.ofMillis(10)).until(() -> true);
      }
      await("calls of seed " + SEED)
          .atMost(Pools.PATIENCE)
          .untilAsserted(() -> assertEnds(ends, cancelled));
      assertThat(wrong).hasValue(0);
      WorkerPoolStats stats = pool.stats();
      assertThat(
              stats.completed()
                  + stats.failed()
                  + stats.timedOut()
                  + stats.crashed()
                  + stats.cancelled())
          .as("seed %d: %s", SEED, stats)
          .isEqualTo(CALLS);
      // All places are free, and workers come up for them.
      assertThat(pool.call(ChaosTest::act, 99).block(Pools.PATIENCE)).isEqualTo(99);
      await().atMost(Pools.PATIENCE).until(() -> pool.stats().pids().size() == 3);
    }
    assertThat(pool.stats().pids()).isEmpty();
    assertEnds(ends, cancelled);
  }

  private static void assertEnds(AtomicIntegerArray ends, boolean[] cancelled) {
    for (int i = 0; i < CALLS; i++) {
      assertThat(ends.get(i)).as("call %d of seed %d", i, SEED).isBetween(cancelled[i] ? 0 : 1, 1);
    }
  }
}
