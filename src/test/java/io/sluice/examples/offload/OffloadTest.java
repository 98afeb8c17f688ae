package io.sluice.examples.offload;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.examples.ExampleRun;
import io.sluice.testing.Attempts;
import io.sluice.testing.Signals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OffloadTest {
  private static final Pattern PROCESS = Pattern.compile("process (\\d+)");

  @TempDir Path directory;

  private ExampleRun start(String... args) {
    return ExampleRun.start(directory.resolve("shared"), Offload.class, args);
  }

  private Path text(int lines) throws IOException {
    String text =
        IntStream.range(0, lines)
            .mapToObj(i -> "The line of number " + i + " is a line.")
            .collect(Collectors.joining("\n"));
    return Files.writeString(directory.resolve("text"), text);
  }

  @Test
  void answersAsOneProcessDoes() throws IOException {
    Path files = Files.createDirectory(directory.resolve("files"));
    Files.writeString(files.resolve("a"), "one two two\n\n" + "three ".repeat(1000) + "\n");
    Files.write(files.resolve("b"), "fa\u00e7ade two".getBytes(StandardCharsets.ISO_8859_1));
    Files.writeString(files.resolve("c"), "Stra\u00dfe \u4e2d\u6587 Two\n".repeat(60));
    try (ExampleRun run = start("--workers=2", "--max-size=3", "--rounds=10", files.toString())) {
      assertThat(run.awaitExit(0))
          .anyMatch(line -> line.startsWith("64 lines in 3 files; worker 1 (process "))
          .anyMatch(line -> line.startsWith("offload 100 %  64 of 64 lines  "))
          .contains(
              "lines           64 with 1,186 words, 7 of them different",
              "frequent words  three 1,000, two 63, stra\u00dfe 60, \u4e2d\u6587 60, ade 1",
              "longest word    stra\u00dfe",
              "The answer equals that of one process.")
          .as("no terminal, so nothing is written over")
          .noneMatch(line -> line.contains("\u001b") || line.isBlank() && !line.isEmpty());
      run.assertNothingIsLeft();
    }
  }

  @Test
  void everyWorkerKilledInTheMiddle() throws Exception {
    // Unless all is done before the signals come.
    Attempts.untilOneSucceeds(this::killEveryWorkerInTheMiddle);
  }

  private void killEveryWorkerInTheMiddle() throws IOException {
    Path text = text(200);
    try (ExampleRun run = start("--workers=2", "--rounds=20000", text.toString())) {
      List<String> workers =
          PROCESS
              .matcher(run.jvm().awaitLine("200 lines in 1 file; "))
              .results()
              .map(found -> found.group(1))
              .toList();
      assertThat(workers).hasSize(2);
      run.jvm().awaitLine("offload  ");
      workers.forEach(worker -> Signals.send("KILL", Long.parseLong(worker)));

      List<String> lines = run.awaitExit(0);
      assertThat(lines).filteredOn(line -> line.contains("died with exit code 137")).hasSize(2);
      assertThat(lines)
          .anyMatch(line -> line.startsWith("lines           200 with 1,400 words"))
          .contains("The answer equals that of one process.");
      assertThat(lines).filteredOn(line -> line.endsWith("  %9d".formatted(137))).hasSize(2);
      run.assertNothingIsLeft();
    }
  }

  @Test
  void emptyText() throws IOException {
    try (ExampleRun run = start("--workers=1", text(0).toString())) {
      assertThat(run.awaitExit(0))
          .contains("lines           0 with 0 words, 0 of them different")
          .contains("The answer equals that of one process.");
    }
  }

  @Test
  void help() {
    try (ExampleRun run = start("--help")) {
      assertThat(run.awaitExit(0)).first().asString().startsWith("Usage: offload [--workers N]");
    }
  }

  @Test
  void wrongUsage() {
    try (ExampleRun run = start("--workers=0")) {
      assertThat(run.awaitExit(2))
          .containsExactly("offload: --workers must be 1 to 256: 0; --help tells the options");
    }
  }

  @Test
  void missingFile() {
    Path missing = directory.resolve("missing");
    try (ExampleRun run = start(missing.toString())) {
      assertThat(run.jvm().awaitExit()).isEqualTo(2);
      assertThat(run.jvm().lines())
          .containsExactly("offload: there is no " + missing + "; --help tells the options");
    }
  }
}
