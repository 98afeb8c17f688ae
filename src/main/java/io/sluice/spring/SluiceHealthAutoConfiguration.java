package io.sluice.spring;

import io.sluice.worker.WorkerPool;
import java.util.Map;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** Health {@code sluice}: of the one pool, or of each by its bean's name. */
@AutoConfiguration(after = SluiceAutoConfiguration.class)
@ConditionalOnClass(HealthIndicator.class)
@ConditionalOnBean(WorkerPool.class)
final class SluiceHealthAutoConfiguration {

  @Bean
  @ConditionalOnEnabledHealthIndicator("sluice")
  @ConditionalOnMissingBean(name = {"sluiceHealthContributor", "sluiceHealthIndicator"})
  HealthContributor sluiceHealthContributor(Map<String, WorkerPool> pools) {
    return pools.size() == 1
        ? new PoolHealthIndicator(pools.values().iterator().next())
        : CompositeHealthContributor.fromMap(pools, PoolHealthIndicator::new);
  }
}
