package io.sluice.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.worker.Gate;
import io.sluice.worker.WorkerPool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** The pool's numbers in Boot's registry. */
@Timeout(120)
class MetersTest {
  @TempDir Path directory;

  private static ApplicationContextRunner contexts() {
    return Contexts.plain()
        .withConfiguration(
            AutoConfigurations.of(
                MetricsAutoConfiguration.class,
                CompositeMeterRegistryAutoConfiguration.class,
                SimpleMetricsExportAutoConfiguration.class));
  }

  private static void end(Mono<?> call) {
    call.onErrorComplete().block(Contexts.PATIENCE);
  }

  private static void times(int times, Runnable action) {
    for (int i = 0; i < times; i++) {
      action.run();
    }
  }

  private static double calls(MeterRegistry registry, String outcome) {
    return registry.get("sluice.pool.calls").tag("outcome", outcome).functionCounter().count();
  }

  private static double restarts(MeterRegistry registry) {
    return registry.get("sluice.pool.restarts").functionCounter().count();
  }

  private static double gauge(MeterRegistry registry, String name) {
    return registry.get("sluice.pool." + name).gauge().value();
  }

  @Test
  void countCallsByTheirEnd() {
    Gate gate = new Gate(directory);
    contexts()
        .withPropertyValues("sluice.pool.queue-capacity=3")
        .run(
            context -> {
              WorkerPool pool = context.getBean(WorkerPool.class);
              MeterRegistry registry = context.getBean(MeterRegistry.class);
              // As many of each as of no other.
              times(5, () -> end(pool.call(Chores::greet, "you")));
              times(3, () -> end(pool.call(Chores::fail, "no")));
              times(1, () -> end(pool.call(Chores::park, "", Duration.ofMillis(50))));
              times(2, () -> end(pool.call(Chores::exit, 3)));
              List<Disposable> accepted = new ArrayList<>();
              accepted.add(pool.call(Gate::pass, gate).subscribe());
              gate.awaitNotes("came", 1);
              times(3, () -> accepted.add(pool.call(Gate::pass, gate).subscribe()));
              await().atMost(Contexts.PATIENCE).until(() -> gauge(registry, "queued") == 3);
              assertThat(gauge(registry, "active")).isEqualTo(1);
              assertThat(gauge(registry, "size")).isEqualTo(1);
              // The ends of those before it are noticed in their own time.
              await().atMost(Contexts.PATIENCE).until(() -> gauge(registry, "workers") == 1);
              await().atMost(Contexts.PATIENCE).until(() -> restarts(registry) == 3);
              times(6, () -> end(pool.call(Chores::greet, "too many")));
              accepted.forEach(Disposable::dispose);
              assertThat(calls(registry, "completed")).isEqualTo(5);
              assertThat(calls(registry, "failed")).isEqualTo(3);
              assertThat(calls(registry, "timed_out")).isEqualTo(1);
              assertThat(calls(registry, "crashed")).isEqualTo(2);
              assertThat(calls(registry, "cancelled")).isEqualTo(4);
              assertThat(calls(registry, "rejected")).isEqualTo(6);
              assertThat(registry.get("sluice.pool.size").meter().getId().getTag("pool"))
                  .isEqualTo("sluiceWorkerPool");
            });
  }

  @Test
  void areNotThereWithoutAPool() {
    contexts()
        .withPropertyValues("sluice.pool.enabled=false")
        .run(
            context ->
                assertThat(context.getBean(MeterRegistry.class).find("sluice.pool.size").meters())
                    .isEmpty());
  }

  @Test
  void areThoseOfEachPool() {
    contexts()
        .withBean("small", WorkerPool.class, () -> Contexts.ownPool().size(1).build())
        .withBean("large", WorkerPool.class, () -> Contexts.ownPool().size(8).build())
        .run(
            context -> {
              MeterRegistry registry = context.getBean(MeterRegistry.class);
              assertThat(registry.get("sluice.pool.size").tag("pool", "small").gauge().value())
                  .isEqualTo(1);
              assertThat(registry.get("sluice.pool.size").tag("pool", "large").gauge().value())
                  .isEqualTo(8);
            });
  }
}
