package io.sluice.spring;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * What an application may say about the answers to requests that it has no room for.
 *
 * @param retryAfter After how long a refused request may be sent again, as 503 answers say in
 *     Retry-After; whole seconds, rounded up.
 */
@ConfigurationProperties(SluiceWebProperties.PREFIX)
record SluiceWebProperties(@DefaultValue("1s") Duration retryAfter) {

  static final String PREFIX = "sluice.web";

  /** As HTTP has it. */
  long retryAfterSeconds() {
    if (retryAfter.isNegative()) {
      throw new InvalidConfigurationPropertyValueException(
          PREFIX + ".retry-after", retryAfter, "retryAfter must not be negative");
    }
    return retryAfter.plusSeconds(1).minusNanos(1).toSeconds();
  }
}
