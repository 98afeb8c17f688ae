package io.sluice.examples.pythondemo;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.examples.ExampleRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonDemoTest {
  private static final int CHILDREN = 20;

  @TempDir Path directory;

  private ExampleRun start(String... args) {
    return ExampleRun.start(directory.resolve("shared"), PythonDemo.class, args);
  }

  @Test
  void whatIsProducedIsConsumed() throws IOException {
    try (ExampleRun run = start("--seconds=1")) {
      for (int i = 0; i < CHILDREN; i++) {
        run.jvm().awaitLine("a child", line -> line.contains(" is process "));
      }
      List<String> lines = run.awaitExit(0);
      List<String> put = lines.stream().filter(line -> line.contains(" put item ")).toList();
      List<String> got = lines.stream().filter(line -> line.contains(" got item ")).toList();
      assertThat(put).allMatch(line -> line.matches("producer (\\d+) put item \\1/\\d+"));
      assertThat(got).allMatch(line -> line.matches("consumer \\d+ got item \\d+/\\d+"));
      assertThat(items(got))
          .containsExactlyInAnyOrderElementsOf(items(put))
          .doesNotHaveDuplicates();
      assertThat(lines)
          .last()
          .isEqualTo(
              "produced %1$d, consumed %1$d; %2$d lines printed in two parts each, 0 torn apart"
                  .formatted(put.size(), CHILDREN + 2 * put.size()));
      run.assertNothingIsLeft();
    }
  }

  private static List<String> items(List<String> lines) {
    return lines.stream().map(line -> line.substring(line.indexOf("item"))).toList();
  }

  @Test
  void wrongUsage() {
    try (ExampleRun run = start("--seconds=soon")) {
      assertThat(run.awaitExit(2))
          .containsExactly(
              "python-demo: --seconds needs a whole number, not \"soon\"; --help tells the options");
    }
  }
}
