package io.sluice.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.process.ChildJvm;
import io.sluice.testing.TestJvm;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Any bytes in a queue's file, before it is opened and while it is used, end in a typed error. */
class DamagedFileTest {
  private static final int SECONDS = Integer.getInteger("damage.seconds", 10);
  private static final long SEED = Long.getLong("damage.seed", System.nanoTime());
  private static final Duration HANGS = Duration.ofSeconds(SECONDS + 80);

  /** In a JVM of its own, for it might take that down. */
  @Test
  void whateverIsInTheFileIsATypedErrorAtWorst(@TempDir Path directory) {
    System.out.println("damage.seed=" + SEED);
    ChildJvm.Builder program =
        ChildJvm.builder(DamagedQueues.class)
            .args(
                directory.resolve("queues").toString(),
                Long.toString(SEED),
                Integer.toString(SECONDS))
            .jvmArgs("-Xmx256m");
    try (TestJvm jvm = TestJvm.start(program)) {
      Integer exit = jvm.child().onExit().block(HANGS);
      assertThat(exit).as(jvm::toString).isZero();
      jvm.awaitExit();
      jvm.lines().forEach(System.out::println);
      assertThat(jvm.lines()).noneMatch(line -> line.startsWith("wrong"));
      assertThat(jvm.lines()).anyMatch(line -> line.contains("CorruptQueueException"));
    }
  }
}
