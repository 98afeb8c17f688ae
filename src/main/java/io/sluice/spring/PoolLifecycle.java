package io.sluice.spring;

import io.sluice.SluiceException;
import io.sluice.worker.WorkerPool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Mono;

/**
 * Puts the application's pools around its web server: the server takes requests once there is a
 * worker to serve them, and pools drain once the server has answered the last one. A pool that has
 * drained is closed: there is no second start, and nothing to pause.
 *
 * <p>Pools of parent contexts, and those that nobody has asked for, are not concerned.
 */
final class PoolLifecycle implements SmartLifecycle {
  /** Lower phases start earlier and stop later. */
  static final int PHASE = WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE - 1024;

  /** As many starts must fail until a pool says that it cannot start any. */
  private static final int STARTS = 3;

  /** For processes to come up between time-outs, and to go after one. */
  private static final Duration MARGIN = Duration.ofSeconds(15);

  private final ConfigurableListableBeanFactory beans;
  private final Duration startupTimeout;
  private final Duration drainTimeout;
  private volatile boolean running;

  PoolLifecycle(ConfigurableListableBeanFactory beans, SluicePoolProperties properties) {
    this.beans = beans;
    this.startupTimeout = properties.startupTimeout();
    this.drainTimeout = properties.checkedDrainTimeout();
  }

  @Override
  public int getPhase() {
    return PHASE;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public boolean isPauseable() {
    return false;
  }

  /**
   * Waits until the auto-configured pool has a worker. An application's own pool is its own to wait
   * for.
   *
   * @throws SluiceException if no worker can be started
   */
  @Override
  public void start() {
    if (beans.containsSingleton(SluiceAutoConfiguration.POOL)) {
      WorkerPool pool = beans.getBean(SluiceAutoConfiguration.POOL, WorkerPool.class);
      await(pool.warmUp(), startupTimeout.multipliedBy(STARTS), "start a worker");
    }
    running = true;
  }

  /**
   * Here, and not in the background: the pools' time is {@code drain-timeout}, whatever other beans
   * are given.
   */
  @Override
  public void stop() {
    running = false;
    List<Mono<Void>> drains = pools().map(pool -> pool.drain(drainTimeout)).toList();
    await(Mono.whenDelayError(drains), drainTimeout, "drain");
  }

  private Stream<WorkerPool> pools() {
    return Stream.of(beans.getBeanNamesForType(WorkerPool.class, false, false))
        .filter(beans::containsSingleton)
        .map(name -> beans.getBean(name, WorkerPool.class));
  }

  /** Not Reactor's block, which is refused on some of the threads that may close a context. */
  private static void await(Mono<Void> end, Duration atMost, String what) {
    Duration patience = atMost.plus(MARGIN);
    try {
      Object unused = end.toFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException) {
        throw (RuntimeException) e.getCause();
      }
      throw new SluiceException("The worker pool could not " + what, e.getCause());
    } catch (TimeoutException e) {
      throw new SluiceException("The worker pool could not " + what + " within " + patience, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SluiceException("Interrupted while the worker pool was to " + what, e);
    }
  }
}
