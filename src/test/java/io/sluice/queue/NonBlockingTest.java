package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.process.ChildJvm;
import io.sluice.testing.TestJvm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;

/** On threads that must not block nothing does, and BlockHound would see it. */
class NonBlockingTest {
  private static final Map<String, List<String>> REPORTS = new TreeMap<>();

  /** In the other JVM, which BlockHound changes for good. */
  @BeforeAll
  static void runScenarios() {
    try (SharedQueue<NonBlockingScenarios.Line> remote =
        SharedQueue.create(8, NonBlockingScenarios.codec())) {
      Disposable receiving = remote.receive().subscribe(item -> {}, failure -> {});
      ChildJvm.Builder jvm =
          ChildJvm.builder(NonBlockingMain.class)
              .args(remote.address().toString())
              .jvmArgs(
                  "-XX:+AllowRedefinitionToAddDeleteMethods", "-XX:+EnableDynamicAgentLoading");
      try (TestJvm child = TestJvm.start(jvm)) {
        // One after the other: all together may take longer than one may be waited for.
        NonBlockingScenarios.names().forEach(name -> child.awaitLine(NonBlockingMain.END + name));
        child.awaitExit();
        report(child.lines());
      }
      receiving.dispose();
    }
  }

  private static void report(List<String> lines) {
    List<String> report = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith(NonBlockingMain.BEGIN)) {
        report = new ArrayList<>();
      } else if (line.startsWith(NonBlockingMain.END)) {
        REPORTS.put(line.substring(NonBlockingMain.END.length()), report);
      } else {
        report.add(line);
      }
    }
  }

  @AfterAll
  static void forget() {
    REPORTS.clear();
  }

  @Test
  void everyScenarioWasRun() {
    assertThat(REPORTS.keySet())
        .containsExactlyInAnyOrderElementsOf(NonBlockingScenarios.names())
        .hasSizeGreaterThan(30);
  }

  static List<String> scenarios() {
    return NonBlockingScenarios.names();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void blocksOnlyWhereItIsToBeCaught(String name) {
    List<String> report = REPORTS.getOrDefault(name, List.of("not run"));
    if (name.startsWith(NonBlockingScenarios.CAUGHT)) {
      assertThat(report).isNotEmpty().allMatch(line -> line.startsWith(NonBlockingMain.BLOCKED));
    } else {
      assertThat(report).isEmpty();
    }
  }
}
