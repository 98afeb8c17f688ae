package io.sluice.examples.webflux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.testing.Signals;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as it is shipped: one jar, and that jar extracted. All other tests run classes. */
class ServiceLayoutTest {
  private static final String ANNOUNCEMENT = "Thumbnails at ";

  @TempDir Path directory;

  @Test
  void fatJarAndItsExtractedLayoutServe() throws Exception {
    Path fat = FatJar.pack(directory);
    assertServes(fat);

    Path extracted = directory.resolve("extracted");
    Process extraction =
        java("-Djarmode=tools", "-jar", fat.toString(), "extract", "--destination", "extracted");
    assertThat(exit(extraction)).as(output()).isZero();
    assertThat(extracted.resolve("lib")).isNotEmptyDirectory();
    assertServes(extracted.resolve(fat.getFileName()));
  }

  private void assertServes(Path jar) throws IOException, InterruptedException {
    Process service =
        java(
            "-XX:TieredStopAtLevel=1",
            "-Dsluice.dir=" + directory.resolve("shared"),
            "-jar",
            jar.toString(),
            "--server.port=0",
            "--sluice.pool.size=1");
    try {
      await().atMost(Client.PATIENCE).until(() -> !service.isAlive() || announcement().isPresent());
      Client client = new Client(URI.create(announcement().orElseThrow(this::failure)));
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
