package io.sluice.spring;

import io.sluice.worker.WorkerPool;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * What an application may say about its worker pool. The texts below are what tools show for the
 * properties; what they allow is the builder's to say, so that it is said once.
 *
 * @param enabled Whether to build a worker pool.
 * @param size How many tasks run at a time, each in a worker process of its own. As many as
 *     processors unless it is set.
 * @param queueCapacity How many calls may wait while others run; one more is refused.
 * @param taskTimeout How long a task may run, from the moment that a worker gets it. No limit
 *     unless it is set.
 * @param startupTimeout How long a worker process may take to be ready. The application does not
 *     start when none gets ready.
 * @param idleTimeout After how long without a task a worker process is ended, until the next tasks
 *     need it. They stay unless it is set.
 * @param maxTasksPerWorker After how many tasks a worker process is replaced. No limit unless it is
 *     set.
 * @param jvmArgs JVM options of the worker processes, such as -Xmx256m.
 * @param drainTimeout How long queued and running calls may take to end when the application stops,
 *     once the web server has.
 */
@ConfigurationProperties(SluicePoolProperties.PREFIX)
record SluicePoolProperties(
    @DefaultValue("true") boolean enabled,
    @Nullable Integer size,
    @DefaultValue("64") int queueCapacity,
    @Nullable Duration taskTimeout,
    @DefaultValue("60s") Duration startupTimeout,
    @Nullable Duration idleTimeout,
    @Nullable Integer maxTasksPerWorker,
    @DefaultValue List<String> jvmArgs,
    @DefaultValue("30s") Duration drainTimeout) {

  static final String PREFIX = "sluice.pool";

  /** Tells a builder. */
  WorkerPool.Builder applyTo(WorkerPool.Builder builder) {
    set("size", size, builder::size);
    set("queue-capacity", queueCapacity, builder::queueCapacity);
    set("task-timeout", taskTimeout, builder::taskTimeout);
    set("startup-timeout", startupTimeout, builder::startupTimeout);
    set("idle-timeout", idleTimeout, builder::idleTimeout);
    set("max-tasks-per-worker", maxTasksPerWorker, builder::maxTasksPerWorker);
    set("jvm-args", jvmArgs, options -> builder.jvmArgs(options.toArray(String[]::new)));
    return builder;
  }

  /** The one that is no builder's. */
  Duration checkedDrainTimeout() {
    if (drainTimeout.isNegative()) {
      throw invalid("drain-timeout", drainTimeout, "drainTimeout must not be negative");
    }
    return drainTimeout;
  }

  private interface Setter<V> {
    WorkerPool.Builder set(V value);
  }

  private static <V> void set(String name, @Nullable V value, Setter<V> setter) {
    if (value == null) {
      return;
    }
    try {
      WorkerPool.Builder unused = setter.set(value);
    } catch (IllegalArgumentException e) {
      throw invalid(name, value, String.valueOf(e.getMessage()));
    }
  }

  /** Boot's own, which shows where the value comes from. */
  private static InvalidConfigurationPropertyValueException invalid(
      String name, Object value, String reason) {
    return new InvalidConfigurationPropertyValueException(PREFIX + "." + name, value, reason);
  }
}
