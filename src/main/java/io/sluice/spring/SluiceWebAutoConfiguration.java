package io.sluice.spring;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.web.server.WebExceptionHandler;

/** Answers for WebFlux to requests that end in overload or a time-out; pool or not, for queues. */
@AutoConfiguration
@ConditionalOnClass(WebExceptionHandler.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@EnableConfigurationProperties(SluiceWebProperties.class)
final class SluiceWebAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  OverloadExceptionHandler sluiceOverloadExceptionHandler(SluiceWebProperties properties) {
    return new OverloadExceptionHandler(properties.retryAfterSeconds());
  }
}
