package io.sluice.spring;

import io.sluice.testing.TestJvm;
import io.sluice.worker.WorkerPool;
import java.time.Duration;
import java.util.stream.StreamSupport;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Application contexts with what Boot finds of this library, and with workers that start fast. */
final class Contexts {
  static final Duration PATIENCE = TestJvm.PATIENCE;

  static final String[] SMALL_POOL = {
    "sluice.pool.size=1", "sluice.pool.jvm-args=-Xmx64m,-XX:TieredStopAtLevel=1,-XX:+UseSerialGC",
  };

  private Contexts() {}

  /** As the imports file says. */
  static AutoConfigurations autoConfigurations() {
    ClassLoader loader = Contexts.class.getClassLoader();
    return AutoConfigurations.of(
        StreamSupport.stream(
                ImportCandidates.load(AutoConfiguration.class, loader).spliterator(), false)
            .filter(name -> name.startsWith("io.sluice."))
            .map(Contexts::type)
            .toArray(Class<?>[]::new));
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  static ApplicationContextRunner plain() {
    return unset().withPropertyValues(SMALL_POOL);
  }

  /** Without any property. */
  static ApplicationContextRunner unset() {
    return new ApplicationContextRunner().withConfiguration(autoConfigurations());
  }

  /** A pool of the application's own, without any process until there is a call. */
  static WorkerPool.Builder ownPool() {
    return WorkerPool.builder()
        .size(3)
        .idleTimeout(Duration.ofMinutes(10))
        .jvmArgs("-Xmx64m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
  }
}
