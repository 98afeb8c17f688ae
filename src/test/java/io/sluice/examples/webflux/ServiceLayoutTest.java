package io.sluice.examples.webflux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.testing.Orphans;
import io.sluice.testing.Signals;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as it is shipped: one jar, and that jar extracted. All other tests run classes. */
class ServiceLayoutTest {
  private static final String ANNOUNCEMENT = "Thumbnails at ";

  private static final int UPLOADS = 200;
  private static final int ACCEPTED = 2 + 8;

  @TempDir static Path packed;

  private static Path fat;

  @TempDir Path directory;

  @BeforeAll
  static void pack() throws IOException {
    fat = FatJar.pack(packed);
  }

  @Test
  void fatJarServes() throws Exception {
    assertServes(fat);
  }

  @Test
  void extractedLayoutServes() throws Exception {
    Path extracted = directory.resolve("extracted");
    Process extraction =
        java("-Djarmode=tools", "-jar", fat.toString(), "extract", "--destination", "extracted");
    assertThat(exit(extraction)).as(output()).isZero();
    assertThat(extracted.resolve("lib")).isNotEmptyDirectory();
    assertServes(extracted.resolve(fat.getFileName()));
  }

  private void assertServes(Path jar) throws IOException, InterruptedException {
    Process service = serve(jar, "--sluice.pool.size=1");
    try {
      Client client = client(service);
      HttpResponse<byte[]> answer = client.form("/thumbnails?width=40", Images.jpeg(80, 60));
      assertThat(answer.statusCode()).as(output()).isEqualTo(200);
      assertThat(Images.decode(answer.body()).getWidth()).isEqualTo(40);
      assertThat(client.get("/").body()).contains("<title>Thumbnails</title>");

      List<Long> workers = client.workers(1);
      Signals.send("TERM", service.pid());
      assertThat(exit(service)).as(output()).isEqualTo(128 + 15);
      assertThat(workers).noneMatch(Signals::isRunning);
    } finally {
      service.destroyForcibly();
    }
  }

  @Test
  void killOfAWorkerUnderLoadIsOneErrorAndTheRestIsDoneOrRefused() throws Exception {
    Process service =
        serve(
            fat,
            "--sluice.pool.size=2",
            "--sluice.pool.queue-capacity=8",
            "--thumbnails.retries=0");
    try {
      Client client = client(service);
      List<Long> workers = client.workers(2);
      long victim = workers.get(0);
      // Each with a request in its hands, that it cannot end before it dies.
      workers.forEach(pid -> Signals.send("STOP", pid));
      byte[] photo = Images.jpeg(400, 300);
      List<CompletableFuture<HttpResponse<byte[]>>> uploads =
          IntStream.range(0, UPLOADS).mapToObj(i -> client.begin("/thumbnails", photo)).toList();
      client.awaitStats(stats -> stats.contains("\"active\":2,\"queued\":8,"));
      Signals.send("KILL", victim);
      client.awaitStats(stats -> stats.contains("\"crashed\":1,"));
      workers.forEach(pid -> Signals.send("CONT", pid));

      Map<Integer, List<HttpResponse<byte[]>>> answers =
          uploads.stream()
              .map(CompletableFuture::join)
              .collect(Collectors.groupingBy(HttpResponse::statusCode));
      assertThat(answers).containsOnlyKeys(200, 500, 503);
      assertThat(answers.get(500)).hasSize(1);
      assertThat(new String(answers.get(500).get(0).body(), StandardCharsets.UTF_8))
          .contains("pid " + victim, "exit code 137", "SIGKILL");
      // A place that the failure has left may have been taken by another one.
      assertThat(answers.get(200)).hasSizeGreaterThanOrEqualTo(ACCEPTED - 1);
      assertThat(client.workers(2)).contains(workers.get(1)).doesNotContain(victim);
      Orphans.assertNoneAfterKill(service.pid(), client.workers(2));
    } finally {
      service.destroyForcibly();
    }
  }

  private Process serve(Path jar, String... options) throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.add("-XX:TieredStopAtLevel=1");
    arguments.add("-Dsluice.dir=" + directory.resolve("shared"));
    arguments.addAll(List.of("-jar", jar.toString(), "--server.port=0"));
    arguments.addAll(List.of(options));
    return java(arguments.toArray(String[]::new));
  }

  private Client client(Process service) throws IOException {
    await().atMost(Client.PATIENCE).until(() -> !service.isAlive() || announcement().isPresent());
    return new Client(URI.create(announcement().orElseThrow(this::failure)));
  }

  private Process java(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output").toFile());
    builder.environment().remove("CLASSPATH");
    return builder.start();
  }

  private int exit(Process process) throws InterruptedException {
    if (!process.waitFor(Client.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly();
      throw failure();
    }
    return process.exitValue();
  }

  private Optional<String> announcement() throws IOException {
    // Only whole lines: the last one may be just being written.
    String output = output();
    try (Stream<String> lines = output.substring(0, output.lastIndexOf('\n') + 1).lines()) {
      return lines
          .filter(line -> line.startsWith(ANNOUNCEMENT))
          .map(line -> line.substring(ANNOUNCEMENT.length()))
          .findFirst();
    }
  }

  private AssertionError failure() {
    try {
      return new AssertionError(output());
    } catch (IOException e) {
      return new AssertionError(e);
    }
  }

  private String output() throws IOException {
    return Files.readString(directory.resolve("output"));
  }
}
