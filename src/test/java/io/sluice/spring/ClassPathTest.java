package io.sluice.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.worker.TaskContext;
import io.sluice.worker.WorkerPool;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is not on the class path is not needed, and what need not be loaded is not. */
@Timeout(120)
class ClassPathTest {
  private static final Pattern ALL_OF_SPRING =
      Pattern.compile("(spring|micrometer|reactor-netty|netty|jackson|commons-logging).*");
  private static final Pattern ALL_THAT_IS_OPTIONAL_IN_SPRING =
      Pattern.compile(
          "(spring-boot-(actuator|health|http|jackson|loader|micrometer|netty|reactor|test|web)"
              + "|spring-(web|test)|micrometer|reactor-netty|netty|jackson).*");

  @TempDir Path directory;

  private static String without(Pattern jars) {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !jars.matcher(new File(entry).getName()).matches())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** ChildJvm takes its own class path along, so this does not use it. */
  private List<String> run(String classPath, Class<?> main, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", classPath, main.getName()));
    command.addAll(List.of(args));
    Path output = directory.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(Contexts.PATIENCE.toSeconds() * 2, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    List<String> lines = Files.readAllLines(output);
    assertThat(process.exitValue()).as(() -> String.join("\n", lines)).isZero();
    return lines;
  }

  @Test
  void theCoreNeedsNoSpring() throws Exception {
    String seconds = Long.toString(Contexts.PATIENCE.toSeconds());
    assertThat(run(without(ALL_OF_SPRING), BareCore.class, seconds)).contains("Hello you");
  }

  @Test
  void springIsEnough() throws Exception {
    assertThat(
            run(
                without(ALL_THAT_IS_OPTIONAL_IN_SPRING),
                BareApplication.class,
                WebApplication.arguments(directory)))
        .contains("Hello you");
  }

  @Test
  void workersLoadNoSpring() {
    Path classes = directory.resolve("classes");
    Contexts.unset()
        .withPropertyValues(
            "sluice.pool.size=1", "sluice.pool.jvm-args[0]=-Xlog:class+load:file=" + classes)
        .run(
            context ->
                assertThat(Chores.greetBy(context.getBean(WorkerPool.class), "you"))
                    .isEqualTo("Hello you"));
    assertThat(classes)
        .content()
        .contains(Chores.class.getName(), TaskContext.class.getPackageName())
        .doesNotContain("org.springframework", "io.micrometer", "io.netty");
  }
}
