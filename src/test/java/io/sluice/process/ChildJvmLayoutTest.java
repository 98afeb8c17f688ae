package io.sluice.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.TestJvm;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.loader.launch.JarLauncher;

/**
 * Applications in all the forms in which they are run. In each a parent JVM, started as a user
 * would start it, starts a child, which starts a child of its own.
 */
class ChildJvmLayoutTest {

  private static final String APPLICATION = Programs.Launcher.class.getName();

  private static final String ELSEWHERE =
      """
      public class Elsewhere {
        public static void main(String[] args) {
          System.out.println("elsewhere");
        }
      }
      """;

  @TempDir Path directory;

  @Test
  void explodedClasses() {
    Path classes = Layouts.write(directory.resolve("classes"), applicationClasses());
    Path lib = Layouts.write(directory.resolve("lib"), Layouts.dependencies());
    assertRuns(List.of("-cp", classes + File.pathSeparator + lib + "/*", APPLICATION));
  }

  @Test
  void plainJarsByRelativeNames() {
    Layouts.write(directory, jars());
    String path = String.join(File.pathSeparator, jars().keySet());
    String lines = assertRuns(List.of("-cp", path, APPLICATION));
    assertThat(lines).contains("class path " + directory.resolve("application.jar"));
  }

  @Test
  void namesWithSpacesAndLetters() {
    Path odd = Layouts.write(directory.resolve("a b 'c' é 日本 #%20 {x}"), jars());
    String path =
        jars().keySet().stream()
            .map(name -> odd.resolve(name).toString())
            .collect(Collectors.joining(File.pathSeparator));
    assertRuns(List.of("-cp", path, APPLICATION));
  }

  @Test
  void classPathLongerThanACommandLine() throws IOException {
    Path odd = Layouts.write(directory.resolve("a \"b\" 'c' é \\ #"), jars());
    Path temporary = Files.createDirectory(directory.resolve("tmp"));
    String path =
        Stream.concat(
                IntStream.range(0, 5_000).mapToObj(i -> "/no/such/directory/number/" + i),
                jars().keySet().stream().map(name -> odd.resolve(name).toString()))
            .collect(Collectors.joining(File.pathSeparator));
    assertThat(path.length()).isGreaterThan(131_072);
    Path file =
        Files.writeString(
            directory.resolve("path.args"), "-cp\n" + ArgumentFile.quoted(path) + "\n");
    String lines = assertRuns(List.of("-Djava.io.tmpdir=" + temporary, "@" + file, APPLICATION));
    // Longer than a line of output may be, so it comes in pieces.
    assertThat(lines.replace("\n", "")).contains("class path " + path);
    assertThat(temporary).as("argument files").isEmptyDirectory();
  }

  @Test
  void manifestThatNamesTheClassPath() {
    Layouts.write(directory, jars());
    Layouts.write(
        directory,
        Map.of(
            "booter.jar",
            Layouts.jar(Map.of("Class-Path", String.join(" ", jars().keySet())), Map.of())));
    assertRuns(List.of("-cp", "booter.jar", APPLICATION));
  }

  @Test
  void bootFatJar() {
    Layouts.write(directory, Map.of("app.jar", fatJar()));
    assertRuns(List.of("-jar", "app.jar"));
  }

  @Test
  void bootFatJarInAnOddPlace() {
    Path odd = Layouts.write(directory.resolve("a b é #%20"), Map.of("app.jar", fatJar()));
    assertRuns(List.of("-jar", odd.resolve("app.jar").toString()));
  }

  @Test
  void bootFatJarUnpacked() {
    Path jar = Layouts.write(directory, Map.of("app.jar", fatJar())).resolve("app.jar");
    String manifest = "Manifest-Version: 1.0\nStart-Class: " + APPLICATION + "\n";
    Path unpacked = Layouts.write(directory, Layouts.contents(jar));
    Layouts.write(unpacked, Map.of("META-INF/MANIFEST.MF", manifest.getBytes(UTF_8)));
    assertRuns(List.of(JarLauncher.class.getName()));
  }

  @Test
  void bootExtractedLayout() {
    Map<String, byte[]> lib = new TreeMap<>(Layouts.dependencies());
    lib.put("sluice.jar", Layouts.libraryJar());
    Layouts.write(directory.resolve("app/lib"), lib);
    String path = lib.keySet().stream().map(name -> "lib/" + name).collect(Collectors.joining(" "));
    Map<String, String> manifest = Map.of("Main-Class", APPLICATION, "Class-Path", path);
    Layouts.write(
        directory.resolve("app"), Map.of("app.jar", Layouts.jar(manifest, Layouts.programs())));
    assertRuns(List.of("-jar", "app/app.jar"));
  }

  @Test
  void modulePath() {
    Path modules = Layouts.write(directory.resolve("mods"), jars());
    assertThat(modules.resolve("application.jar").toFile().delete()).isTrue();
    compileModule(modules);
    String path = modules + File.pathSeparator + directory.resolve("app");
    assertThat(run(List.of("--module-path", path, "-m", "app/app.Main")))
        .contains("child module app, library module io.sluice")
        .endsWith("exit 0\n");
  }

  @Test
  void modulesBesideAClassPath() {
    compile(List.of(), Map.of("module-info.java", "module app {}"));
    Layouts.write(directory, jars());
    String path = String.join(File.pathSeparator, jars().keySet());
    String lines =
        assertRuns(
            List.of("--module-path", "app", "--add-modules", "app", "-cp", path, APPLICATION));
    assertThat(lines).contains("module true");
  }

  @Test
  void classOfAnotherClassLoader() throws Exception {
    compile(List.of(), Map.of("Elsewhere.java", ELSEWHERE));
    URL[] places = {directory.resolve("app").toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(places, getClass().getClassLoader());
        TestJvm child = TestJvm.start(loader.loadClass("Elsewhere"))) {
      assertThat(child.awaitExit()).isZero();
      assertThat(child.lines()).containsExactly("elsewhere");
    }
  }

  private String assertRuns(List<String> command) {
    String lines = run(command);
    assertThat(lines).contains("child of a child").endsWith("exit 0\n");
    return lines;
  }

  private String run(List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    File output = directory.resolve("output.txt").toFile();
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output);
      builder.environment().remove("CLASSPATH");
      Process parent = builder.start();
      boolean ended = parent.waitFor(60, TimeUnit.SECONDS);
      parent.destroyForcibly();
      String lines = Files.readString(output.toPath());
      assertThat(ended).as(lines).isTrue();
      return lines + "exit " + parent.exitValue() + "\n";
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, byte[]> applicationClasses() {
    Map<String, byte[]> classes = new LinkedHashMap<>(Layouts.programs());
    classes.putAll(Layouts.contents(Layouts.source(ChildJvm.class)));
    return classes;
  }

  private static Map<String, byte[]> jars() {
    Map<String, byte[]> jars = new LinkedHashMap<>();
    jars.put("application.jar", Layouts.jar(Map.of(), Layouts.programs()));
    jars.put("sluice.jar", Layouts.libraryJar());
    jars.putAll(Layouts.dependencies());
    return jars;
  }

  private static byte[] fatJar() {
    Map<String, byte[]> contents =
        new LinkedHashMap<>(Layouts.contents(Layouts.source(JarLauncher.class)));
    Layouts.programs().forEach((name, bytes) -> contents.put("BOOT-INF/classes/" + name, bytes));
    contents.put("BOOT-INF/lib/sluice.jar", Layouts.libraryJar());
    Layouts.dependencies().forEach((name, bytes) -> contents.put("BOOT-INF/lib/" + name, bytes));
    return Layouts.jar(
        Map.of("Main-Class", JarLauncher.class.getName(), "Start-Class", APPLICATION), contents);
  }

  private void compileModule(Path modules) {
    Map<String, String> sources =
        Map.of(
            "module-info.java",
            "module app { requires io.sluice; requires reactor.core; requires org.reactivestreams; }",
            "app/Main.java",
            """
            package app;
            public class Main {
              public static void main(String[] args) {
                try (var child = io.sluice.process.ChildJvm.builder(Child.class).start()) {
                  child.output().doOnNext(System.out::println).blockLast();
                  System.exit(child.onExit().block());
                }
              }
            }
            """,
            "app/Child.java",
            """
            package app;
            class Child {
              public static void main(String[] args) {
                System.out.println(
                    "child module "
                        + Child.class.getModule().getName()
                        + ", library module "
                        + io.sluice.process.ChildJvm.class.getModule().getName());
              }
            }
            """);
    compile(List.of("-p", modules.toString()), sources);
  }

  /** Compiles into the directory "app". */
  private void compile(List<String> options, Map<String, String> sources) {
    Map<String, byte[]> bytes = new LinkedHashMap<>();
    sources.forEach((name, text) -> bytes.put(name, text.getBytes(UTF_8)));
    Path source = Layouts.write(directory.resolve("src"), bytes);
    List<String> command = new ArrayList<>(List.of("-d", directory.resolve("app").toString()));
    command.addAll(options);
    sources.keySet().forEach(name -> command.add(source.resolve(name).toString()));
    int result =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(System.out, System.err, command.toArray(String[]::new));
    assertThat(result).isZero();
  }
}
