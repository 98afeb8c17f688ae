package io.sluice.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.worker.WorkerPool;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.IndicatedHealthDescriptor;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** The health that actuator tells. */
@Timeout(120)
class HealthTest {

  private static ApplicationContextRunner contexts() {
    return Contexts.plain()
        .withConfiguration(
            AutoConfigurations.of(
                HealthContributorAutoConfiguration.class,
                HealthContributorRegistryAutoConfiguration.class,
                HealthEndpointAutoConfiguration.class));
  }

  private static HealthDescriptor health(ApplicationContext context, String... path) {
    return context.getBean(HealthEndpoint.class).healthForPath(path);
  }

  private static Map<String, Object> details(HealthDescriptor health) {
    return ((IndicatedHealthDescriptor) health).getDetails();
  }

  @Test
  void isUpWhileCallsAreAcceptedAndDownWhenNot() {
    contexts()
        .run(
            context -> {
              WorkerPool pool = context.getBean(WorkerPool.class);
              HealthDescriptor up = health(context, "sluice");
              assertThat(up.getStatus()).isEqualTo(Status.UP);
              assertThat(details(up))
                  .containsEntry("size", 1)
                  .containsEntry("workers", 1)
                  .containsEntry("active", 0)
                  .containsEntry("queued", 0)
                  .containsEntry("restarts", 0L);
              pool.close();
              HealthDescriptor down = health(context, "sluice");
              assertThat(down.getStatus()).isEqualTo(Status.DOWN);
              assertThat(details(down).get("error")).asString().contains("PoolClosedException");
              assertThat(context.getBean(HealthEndpoint.class).health().getStatus())
                  .isEqualTo(Status.DOWN);
            });
  }

  @Test
  void isDownWhenNoWorkerCanBeStarted() {
    contexts()
        .withBean(WorkerPool.class, () -> Contexts.ownPool().jvmArgs("-Xnonsense").build())
        .run(
            context -> {
              assertThat(health(context, "sluice").getStatus()).isEqualTo(Status.UP);
              context
                  .getBean(WorkerPool.class)
                  .call(Chores::greet, "you")
                  .onErrorComplete()
                  .block(Contexts.PATIENCE);
              HealthDescriptor down = health(context, "sluice");
              assertThat(down.getStatus()).isEqualTo(Status.DOWN);
              assertThat(details(down).get("error")).asString().contains("-Xnonsense");
            });
  }

  @Test
  void isThatOfEachPoolWhereThereAreSeveral() {
    contexts()
        .withBean("small", WorkerPool.class, () -> Contexts.ownPool().build())
        .withBean("large", WorkerPool.class, () -> Contexts.ownPool().build())
        .run(
            context -> {
              context.getBean("small", WorkerPool.class).close();
              assertThat(((CompositeHealthDescriptor) health(context, "sluice")).getComponents())
                  .containsOnlyKeys("small", "large");
              assertThat(health(context, "sluice", "small").getStatus()).isEqualTo(Status.DOWN);
              assertThat(health(context, "sluice", "large").getStatus()).isEqualTo(Status.UP);
            });
  }

  @Test
  void isNotToldWithoutAPoolOrWhereNobodyWantsToKnow() {
    contexts()
        .withPropertyValues("sluice.pool.enabled=false")
        .run(context -> assertThat(health(context, "sluice")).isNull());
    contexts()
        .withBean(WorkerPool.class, () -> Contexts.ownPool().build())
        .withPropertyValues("management.health.sluice.enabled=false")
        .run(context -> assertThat(health(context, "sluice")).isNull());
  }
}
