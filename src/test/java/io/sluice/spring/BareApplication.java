package io.sluice.spring;

import io.sluice.worker.WorkerPool;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/** An application with nothing of Boot but auto-configuration. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class BareApplication {

  public static void main(String[] args) {
    try (ConfigurableApplicationContext context =
        SpringApplication.run(BareApplication.class, args)) {
      System.out.println(
          context.getBean(WorkerPool.class).call(Chores::greet, "you").block(Contexts.PATIENCE));
    }
  }
}
