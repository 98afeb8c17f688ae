package io.sluice.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.sluice.SluiceException;
import io.sluice.testing.Signals;
import io.sluice.worker.Gate;
import io.sluice.worker.PoolClosedException;
import io.sluice.worker.PoolOverloadedException;
import io.sluice.worker.TaskTimeoutException;
import io.sluice.worker.WorkerCrashedException;
import io.sluice.worker.WorkerPool;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.FilteredClassLoader;

/** When there is a pool, what it is like, and when the application does not start. */
@Timeout(120)
class PoolBeanTest {
  @TempDir Path directory;

  private static Set<Long> children() {
    return ProcessHandle.current()
        .children()
        .filter(ProcessHandle::isAlive)
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }

  @Test
  void isMadeOfProperties() {
    Contexts.unset()
        .withPropertyValues(
            "sluice.pool.size=2",
            "sluice.pool.queue-capacity=1",
            "sluice.pool.max-tasks-per-worker=1",
            "sluice.pool.jvm-args[0]=-Xmx64m",
            "sluice.pool.jvm-args[1]=-Dcolours=red,green")
        .run(
            context -> {
              WorkerPool pool = context.getBean(WorkerPool.class);
              assertThat(pool.stats().size()).isEqualTo(2);
              assertThat(pool.call(Chores::property, "colours").block(Contexts.PATIENCE))
                  .isEqualTo("red,green");
              assertThat(pool.call(Chores::pid, "").block(Contexts.PATIENCE))
                  .isNotEqualTo(pool.call(Chores::pid, "").block(Contexts.PATIENCE));
              for (int i = 0; i < 3; i++) {
                pool.call(Chores::park, "", Contexts.PATIENCE).subscribe(null, failure -> {});
              }
              PoolOverloadedException full =
                  catchThrowableOfType(
                      PoolOverloadedException.class,
                      () -> pool.call(Chores::pid, "").block(Contexts.PATIENCE));
              assertThat(full.queueCapacity()).isEqualTo(1);
              pool.close();
            });
  }

  @Test
  void tasksHaveTheTimeThatTheApplicationGivesThem() {
    Contexts.plain()
        .withPropertyValues("sluice.pool.task-timeout=500ms")
        .run(
            context -> {
              WorkerPool pool = context.getBean(WorkerPool.class);
              TaskTimeoutException late =
                  catchThrowableOfType(
                      TaskTimeoutException.class,
                      () -> pool.call(Chores::park, "").block(Contexts.PATIENCE));
              assertThat(late.timeout()).isEqualTo(Duration.ofMillis(500));
            });
  }

  @Test
  void idleWorkersAreEndedIfThatIsAsked() {
    Contexts.plain()
        .withPropertyValues("sluice.pool.idle-timeout=200ms")
        .run(
            context -> {
              WorkerPool pool = context.getBean(WorkerPool.class);
              await().atMost(Contexts.PATIENCE).until(() -> pool.stats().pids().isEmpty());
              assertThat(pool.call(Chores::greet, "you").block(Contexts.PATIENCE))
                  .isEqualTo("Hello you");
              assertThat(pool.stats().completed()).isEqualTo(1);
            });
  }

  @Test
  void hasAWorkerWhenTheApplicationIsUpAndNoneWhenItIsDown() {
    List<Long> pids = new ArrayList<>();
    Contexts.plain()
        .run(
            context -> {
              assertThat(context).hasSingleBean(WorkerPool.class).hasBean("sluiceWorkerPool");
              pids.add(
                  context.getBean(WorkerPool.class).call(Chores::pid, "").block(Contexts.PATIENCE));
              assertThat(pids).allMatch(Signals::isRunning);
            });
    assertThat(pids).hasSize(1).noneMatch(Signals::isRunning);
  }

  @Test
  void theApplicationsOwnComesFirst() {
    WorkerPool own = Contexts.ownPool().build();
    Contexts.plain()
        .withBean(
            "mine", WorkerPool.class, () -> own, definition -> definition.setDestroyMethodName(""))
        .run(
            context -> {
              assertThat(context).hasSingleBean(WorkerPool.class).hasBean("mine");
              assertThat(own.stats().pids()).isEmpty();
              assertThat(own.failure()).isNull();
            });
    // Nothing else than draining can have closed it.
    assertThat(own.failure()).isInstanceOf(PoolClosedException.class);
  }

  @Test
  void isNotThereWhenDisabled() {
    Set<Long> before = children();
    Contexts.plain()
        .withPropertyValues("sluice.pool.enabled=false")
        .run(
            context -> {
              assertThat(context)
                  .hasNotFailed()
                  .doesNotHaveBean(WorkerPool.class)
                  .doesNotHaveBean(PoolLifecycle.class)
                  .doesNotHaveBean(PoolMeters.class)
                  .doesNotHaveBean("sluiceHealthContributor");
              assertThat(before).containsAll(children());
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.springframework.boot.health",
        "io.micrometer",
        "org.springframework.web",
        "org.springframework.boot.web"
      })
  void needsNothingThatIsOptional(String missing) {
    Contexts.plain()
        .withBean(WorkerPool.class, () -> Contexts.ownPool().build())
        .withClassLoader(new FilteredClassLoader(missing))
        .run(
            context -> {
              assertThat(context).hasNotFailed().hasSingleBean(WorkerPool.class);
              assertThat(context.containsBean("sluiceHealthContributor"))
                  .isEqualTo(!missing.contains("health"));
              assertThat(context.containsBean("sluicePoolMeters"))
                  .isEqualTo(!missing.contains("micrometer"));
            });
  }

  @ParameterizedTest
  @CsvSource({
    "size, 0, must be 1 or more",
    "queue-capacity, -1, must be 0 or more",
    "task-timeout, 0s, must be positive",
    "startup-timeout, -1s, must be positive",
    "idle-timeout, 0s, must be positive",
    "max-tasks-per-worker, 0, must be 1 or more",
    "jvm-args, -jar, -jar",
    "drain-timeout, -1s, must not be negative",
  })
  void badPropertiesAreNamed(String property, String value, String reason) {
    Set<Long> before = children();
    Contexts.plain()
        .withPropertyValues("sluice.pool." + property + "=" + value)
        .run(
            context -> {
              assertThat(context).hasFailed();
              assertThat(context.getStartupFailure())
                  .rootCause()
                  .isInstanceOfSatisfying(
                      InvalidConfigurationPropertyValueException.class,
                      invalid -> {
                        assertThat(invalid.getName()).isEqualTo("sluice.pool." + property);
                        assertThat(invalid.getReason()).contains(reason);
                      });
            });
    assertThat(before).containsAll(children());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10m"})
  void withoutAnyWorkerTheApplicationDoesNotStart(String idleTimeout) {
    Set<Long> before = children();
    Contexts.plain()
        .withPropertyValues(
            "sluice.pool.jvm-args=-Xnonsense", "sluice.pool.idle-timeout=" + idleTimeout)
        .run(
            context -> {
              assertThat(context).hasFailed();
              assertThat(context.getStartupFailure())
                  .hasRootCauseInstanceOf(WorkerCrashedException.class)
                  .rootCause()
                  .hasMessageContaining("-Xnonsense");
            });
    assertThat(before).containsAll(children());
  }

  @Test
  void norWithWorkersThatNeverGetReady() {
    Set<Long> before = children();
    Contexts.unset()
        .withPropertyValues(
            "sluice.pool.startup-timeout=500ms",
            "sluice.pool.jvm-args[0]=-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=127.0.0.1:0")
        .run(
            context -> {
              assertThat(context).hasFailed();
              assertThat(context.getStartupFailure())
                  .hasRootCauseInstanceOf(SluiceException.class)
                  .rootCause()
                  .hasMessageContaining("was not ready within PT0.5S");
            });
    assertThat(before).containsAll(children());
  }

  @Test
  void callsEndBeforeTheContextDoes() {
    Gate gate = new Gate(directory);
    Queue<Object> ends = new ConcurrentLinkedQueue<>();
    Contexts.plain()
        .run(
            context -> {
              WorkerPool pool = context.getBean(WorkerPool.class);
              pool.call(Gate::pass, gate).subscribe(ends::add, ends::add);
              pool.call(Chores::greet, "you").subscribe(ends::add, ends::add);
              gate.awaitNotes("came", 1);
              Thread opener =
                  new Thread(
                      () -> {
                        await().atMost(Contexts.PATIENCE).until(() -> pool.failure() != null);
                        gate.open();
                      });
              opener.start();
              context.close();
              opener.join();
            });
    // Callers are told on other threads.
    await().atMost(Contexts.PATIENCE).until(() -> ends.size() == 2);
    assertThat(ends).hasAtLeastOneElementOfType(Long.class).contains("Hello you");
  }

  @Test
  void butNotForEver() {
    Queue<Throwable> ends = new ConcurrentLinkedQueue<>();
    Contexts.plain()
        .withPropertyValues("sluice.pool.drain-timeout=300ms")
        .run(
            context ->
                context
                    .getBean(WorkerPool.class)
                    .call(Chores::park, "")
                    .subscribe(null, ends::add));
    await().atMost(Contexts.PATIENCE).until(() -> !ends.isEmpty());
    assertThat(ends).singleElement().isInstanceOf(PoolClosedException.class);
  }

  @Test
  void whatHasDrainedIsNotStartedAgain() {
    Contexts.plain()
        .run(
            context -> {
              context.stop();
              assertThatThrownBy(context::start).hasRootCauseInstanceOf(PoolClosedException.class);
            });
  }
}
