package io.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class HeapBudgetTest {
  private static final long MIB = 1 << 20;
  private static final long GIB = 1 << 30;

  private static HeapBudget budget(long memory, long own, int workers) {
    return new HeapBudget(memory, own, workers);
  }

  @Test
  void aFewWorkersHaveTheUsualHeap() {
    assertThat(budget(16 * GIB, 4 * GIB, 2).heap()).isEqualTo(4 * GIB);
  }

  @Test
  void manyShareWhatIsLeft() {
    HeapBudget budget = budget(4 * GIB, GIB, 4);
    long heap = budget.heap();
    assertThat(heap).isLessThan(GIB).isGreaterThan(600 * MIB);
    assertThat(budget.fits(heap)).isTrue();
    assertThat(budget.fits(heap + 2 * MIB)).isFalse();
    assertThat(budget.fits(GIB)).isFalse();
  }

  @Test
  void thereIsALeast() {
    HeapBudget budget = budget(512 * MIB, 400 * MIB, 8);
    assertThat(budget.heap()).isEqualTo(32 * MIB);
    assertThat(budget.fits(budget.heap())).isFalse();
    assertThat(budget.warning(budget.heap())).contains("8 workers", "32 MiB", "512 MiB");
  }

  @Test
  void optionsSayHowMuch() {
    HeapBudget budget = budget(8 * GIB, GIB, 1);
    assertThat(budget.chosen(List.of("-Xms1g", "-ea"))).isNull();
    assertThat(budget.chosen(List.of("-Xmx256m"))).isEqualTo(256 * MIB);
    assertThat(budget.chosen(List.of("-Xmx1g", "-XX:MaxHeapSize=2G"))).isEqualTo(2 * GIB);
    assertThat(budget.chosen(List.of("-Xmx1048576"))).isEqualTo(MIB);
    assertThat(budget.chosen(List.of("-XX:MaxRAMPercentage=50"))).isEqualTo(4 * GIB);
  }

  @Test
  void workersFitIntoTheMachine() {
    HeapBudget here = HeapBudget.here(100);
    assertThat(here).isNotNull();
    try (WorkerPool pool = WorkerPool.builder().size(100).minSize(1).build()) {
      long heap = pool.call(() -> Runtime.getRuntime().maxMemory()).block(Pools.PATIENCE);
      assertThat(heap).isLessThanOrEqualTo(here.heap());
    }
  }

  static String collector() {
    return java.lang.management.ManagementFactory.getGarbageCollectorMXBeans().get(0).getName();
  }

  @Test
  void smallHeapsHaveTheSimplestCollectorUnlessOneIsChosen() {
    try (WorkerPool pool = WorkerPool.builder().size(1).jvmArgs("-Xmx64m").build()) {
      String name = pool.call(() -> collector()).block(Pools.PATIENCE);
      assertThat(name).isEqualTo("Copy");
    }
    try (WorkerPool pool =
        WorkerPool.builder().size(1).jvmArgs("-Xmx64m", "-XX:+UseG1GC").build()) {
      String name = pool.call(() -> collector()).block(Pools.PATIENCE);
      assertThat(name).startsWith("G1");
    }
  }

  @Test
  void whatDoesNotFitIsWarnedOf() {
    try (LoggedLines logged = new LoggedLines("io.sluice.worker")) {
      try (WorkerPool fitting = Pools.of(1).minSize(0).build()) {
        assertThat(logged.lines()).isEmpty();
        assertThat(fitting.stats().pids()).isEmpty();
      }
      try (WorkerPool greedy =
          WorkerPool.builder().size(1000).minSize(0).jvmArgs("-Xmx8g").build()) {
        assertThat(logged.lines()).singleElement().asString().contains("1000 workers", "8192 MiB");
        assertThat(greedy.stats().pids()).isEmpty();
      }
    }
  }
}
