package io.sluice.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.process.ChildJvm;
import io.sluice.testing.TestJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** An example in a JVM of its own, with a directory of its own for what its JVMs share. */
public final class ExampleRun implements AutoCloseable {
  private final Path directory;
  private final TestJvm jvm;

  private ExampleRun(Path directory, TestJvm jvm) {
    this.directory = directory;
    this.jvm = jvm;
  }

  /** Starts an example; the directory is where it is to keep its shared files. */
  public static ExampleRun start(Path directory, Class<?> example, String... args) {
    return new ExampleRun(
        directory,
        TestJvm.start(ChildJvm.builder(example).args(args).jvmArgs("-Dsluice.dir=" + directory)));
  }

  /** The example's JVM. */
  public TestJvm jvm() {
    return jvm;
  }

  /** Waits for the end and returns all lines, standard error's among them. */
  public List<String> awaitExit(int code) {
    int exitCode = jvm.awaitExit();
    assertThat(exitCode).as("exit code of %s", jvm).isEqualTo(code);
    assertThat(jvm.lines()).noneMatch(line -> line.contains("WARNING"));
    assertThat(jvm.lines()).noneMatch(line -> line.contains("Exception"));
    return jvm.lines();
  }

  /** Nothing is left but marks of the dead JVMs, which the next one takes away. */
  public void assertNothingIsLeft() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files)
          .noneMatch(
              file -> !file.toString().endsWith(".jvm") && !file.toString().endsWith(".bell"));
    }
  }

  @Override
  public void close() {
    jvm.close();
  }
}
