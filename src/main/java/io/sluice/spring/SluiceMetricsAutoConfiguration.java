package io.sluice.spring;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.sluice.worker.WorkerPool;
import java.util.Map;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Meters {@code sluice.pool.*} of each pool. */
@AutoConfiguration(after = SluiceAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnBean(WorkerPool.class)
final class SluiceMetricsAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  PoolMeters sluicePoolMeters(Map<String, WorkerPool> pools) {
    return new PoolMeters(pools);
  }
}
