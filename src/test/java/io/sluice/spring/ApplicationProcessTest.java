package io.sluice.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.process.ChildJvm;
import io.sluice.testing.Orphans;
import io.sluice.testing.Signals;
import io.sluice.testing.TestJvm;
import io.sluice.worker.Gate;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How an application in a process of its own ends, and what is left of it then. */
@Timeout(120)
class ApplicationProcessTest {
  @TempDir Path directory;

  private TestJvm start(String... properties) {
    return TestJvm.start(
        ChildJvm.builder(WebApplication.class)
            .jvmArgs("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
            .args(WebApplication.arguments(directory, properties)));
  }

  private static List<Long> workers(TestJvm application) {
    return Stream.of(application.awaitLine("workers").split(" ")).map(Long::valueOf).toList();
  }

  @Test
  void termLetsTheRequestInFlightFinish() {
    Gate gate = new Gate(directory);
    try (TestJvm application = start()) {
      Http http = new Http(Integer.parseInt(application.awaitLine("port")));
      List<Long> workers = workers(application);
      CompletableFuture<HttpResponse<String>> inFlight = http.begin("/steps?name=me");
      gate.awaitNotes("came", 1);
      // As a shell or a service manager does: all of the group.
      workers.forEach(pid -> Signals.send("TERM", pid));
      Signals.send("TERM", application.pid());
      await().atMost(Contexts.PATIENCE).until(http::isRefused);
      gate.open();
      assertThat(inFlight.join().body()).isEqualTo("Hello me");
      assertThat(application.awaitExit()).isEqualTo(128 + 15);
      assertThat(workers).hasSize(1).noneMatch(Signals::isRunning);
    }
  }

  @Test
  void killLeavesNobody() {
    try (TestJvm application = start("sluice.pool.size=2")) {
      Http http = new Http(Integer.parseInt(application.awaitLine("port")));
      assertThat(http.end("/greet").statusCode()).isEqualTo(200);
      List<Long> workers =
          application.child().isAlive()
              ? ProcessHandle.of(application.pid())
                  .orElseThrow()
                  .children()
                  .map(ProcessHandle::pid)
                  .toList()
              : List.of();
      Orphans.assertNoneAfterKill(application.pid(), workers);
    }
  }

  @Test
  void aBadPropertyIsExplained() {
    try (TestJvm application = start("sluice.pool.queue-capacity=-7")) {
      assertThat(application.awaitExit()).isEqualTo(1);
      assertThat(String.join("\n", application.lines()))
          .contains("'-7'")
          .contains("'sluice.pool.queue-capacity'")
          .contains("queueCapacity must be 0 or more");
    }
  }
}
