package io.sluice.spring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.web.server.WebExceptionHandler;

/** Where requests get an answer: in reactive web applications, with a pool or with queues alone. */
class WebHandlerTest {
  private static ReactiveWebApplicationContextRunner reactive() {
    return new ReactiveWebApplicationContextRunner()
        .withConfiguration(Contexts.autoConfigurations())
        .withPropertyValues("sluice.pool.enabled=false");
  }

  @Test
  void isThereForReactiveApplications() {
    reactive().run(context -> assertThat(context).hasSingleBean(OverloadExceptionHandler.class));
  }

  @Test
  void aTimeThatIsNoneIsExplained() {
    reactive()
        .withPropertyValues("sluice.web.retry-after=-1s")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("sluice.web.retry-after")
                    .hasMessageContaining("retryAfter must not be negative"));
  }

  @Test
  void isNotThereForOthers() {
    Contexts.unset()
        .withPropertyValues("sluice.pool.enabled=false")
        .run(
            context ->
                assertThat(context).hasNotFailed().doesNotHaveBean(OverloadExceptionHandler.class));
  }

  @Test
  void needsNoWebClasses() {
    reactive()
        .withClassLoader(new FilteredClassLoader(WebExceptionHandler.class))
        .run(
            context ->
                assertThat(context).hasNotFailed().doesNotHaveBean(OverloadExceptionHandler.class));
  }
}
