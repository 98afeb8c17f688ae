package io.sluice.spring;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.sluice.worker.WorkerPool;
import io.sluice.worker.WorkerPoolStats;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What {@link WorkerPoolStats} tells, read when the meters are. Each has the tag {@code pool}, its
 * bean's name.
 */
final class PoolMeters implements MeterBinder {
  private final Map<String, WorkerPool> pools;

  PoolMeters(Map<String, WorkerPool> pools) {
    this.pools = Map.copyOf(pools);
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    pools.forEach((name, pool) -> new OfOne(registry, pool, Tags.of("pool", name)).bind());
  }

  private record OfOne(MeterRegistry registry, WorkerPool pool, Tags tags) {

    void bind() {
      gauge("size", "tasks", "How many tasks may run at a time", WorkerPoolStats::size);
      gauge("active", "tasks", "Tasks that run now", WorkerPoolStats::active);
      gauge("queued", "tasks", "Accepted calls that wait for a worker", WorkerPoolStats::queued);
      gauge("workers", "processes", "Worker processes that live", stats -> stats.pids().size());
      calls("completed", WorkerPoolStats::completed);
      calls("failed", WorkerPoolStats::failed);
      calls("timed_out", WorkerPoolStats::timedOut);
      calls("crashed", WorkerPoolStats::crashed);
      calls("cancelled", WorkerPoolStats::cancelled);
      calls("rejected", WorkerPoolStats::rejected);
      FunctionCounter.builder("sluice.pool.restarts", pool, of(WorkerPoolStats::restarts))
          .tags(tags)
          .baseUnit("processes")
          .description("Worker processes that had to be replaced")
          .register(registry);
    }

    private void gauge(
        String name, String unit, String description, ToDoubleFunction<WorkerPoolStats> value) {
      Gauge.builder("sluice.pool." + name, pool, of(value))
          .tags(tags)
          .baseUnit(unit)
          .description(description)
          .register(registry);
    }

    private void calls(String outcome, ToDoubleFunction<WorkerPoolStats> value) {
      FunctionCounter.builder("sluice.pool.calls", pool, of(value))
          .tags(tags.and("outcome", outcome))
          .baseUnit("calls")
          .description("Calls that have ended, by how they did")
          .register(registry);
    }

    private static ToDoubleFunction<WorkerPool> of(ToDoubleFunction<WorkerPoolStats> value) {
      return pool -> value.applyAsDouble(pool.stats());
    }
  }
}
