package io.sluice.spring;

import io.sluice.worker.WorkerPool;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * Builds a {@link WorkerPool} from the properties {@code sluice.pool.*}, unless the application
 * defines one or says {@code sluice.pool.enabled=false}. The application does not start when no
 * worker process can be started. When it stops, its pools drain, an application's own ones too: at
 * most {@code sluice.pool.drain-timeout}, once its web server has answered the last request.
 */
@AutoConfiguration
@EnableConfigurationProperties(SluicePoolProperties.class)
public final class SluiceAutoConfiguration {

  /** The pool that is ours and not the application's. */
  static final String POOL = "sluiceWorkerPool";

  /** Called by Spring. */
  SluiceAutoConfiguration() {}

  @Bean(name = POOL, destroyMethod = "close")
  @ConditionalOnMissingBean
  @ConditionalOnBooleanProperty(name = "sluice.pool.enabled", matchIfMissing = true)
  WorkerPool sluiceWorkerPool(SluicePoolProperties properties, ApplicationContext context) {
    WorkerPool.Builder builder = properties.applyTo(WorkerPool.builder());
    // The pool looks results' classes up in the builder's class loader: the application's, which
    // for DevTools is another one after each restart, whatever thread it is that builds.
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(context.getClassLoader());
    try {
      return builder.build();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Bean
  @ConditionalOnBean(WorkerPool.class)
  PoolLifecycle sluicePoolLifecycle(
      ConfigurableListableBeanFactory beans, SluicePoolProperties properties) {
    return new PoolLifecycle(beans, properties);
  }
}
