package io.sluice.spring;

import io.sluice.SluiceException;
import io.sluice.worker.WorkerPool;
import io.sluice.worker.WorkerPoolStats;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Down when calls cannot but fail: the pool is closed, or no worker can be started. A pool that is
 * full is in good health. Neither calls nor starts anything.
 */
final class PoolHealthIndicator extends AbstractHealthIndicator {
  private final WorkerPool pool;

  PoolHealthIndicator(WorkerPool pool) {
    super("The worker pool's health could not be told");
    this.pool = pool;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    SluiceException failure = pool.failure();
    if (failure == null) {
      builder.up();
    } else {
      builder.down(failure);
    }
    WorkerPoolStats stats = pool.stats();
    builder
        .withDetail("size", stats.size())
        .withDetail("workers", stats.pids().size())
        .withDetail("active", stats.active())
        .withDetail("queued", stats.queued())
        .withDetail("restarts", stats.restarts());
  }
}
