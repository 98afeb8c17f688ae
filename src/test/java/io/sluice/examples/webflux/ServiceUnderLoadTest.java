package io.sluice.examples.webflux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.testing.Signals;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More than the workers can do: two of them, and room for eight uploads more. */
class ServiceUnderLoadTest {
  private static final int UPLOADS = 200;
  private static final int ACCEPTED = 2 + 8;

  @TempDir static Path directory;

  private static Service service;

  @BeforeAll
  static void start() {
    service =
        Service.start(
            directory,
            "--sluice.pool.size=2",
            "--sluice.pool.queue-capacity=8",
            "--sluice.pool.task-timeout=2m");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static List<CompletableFuture<HttpResponse<byte[]>>> uploads(byte[] image) {
    return IntStream.range(0, UPLOADS)
        .mapToObj(i -> service.begin("/thumbnails?width=50", image))
        .toList();
  }

  private static void assertRefused(HttpResponse<byte[]> response) {
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After"))
        .hasValueSatisfying(seconds -> assertThat(seconds).matches("[1-9][0-9]*"));
  }

  @Test
  void whatIsTooMuchIsRefusedAtOnceAndTheRestIsDone() {
    List<Long> workers = service.workers(2);
    // Nobody works, so that it is known how many are too many.
    workers.forEach(pid -> Signals.send("STOP", pid));
    List<CompletableFuture<HttpResponse<byte[]>>> uploads;
    try {
      uploads = uploads(Images.jpeg(400, 300));
      await()
          .atMost(Client.PATIENCE)
          .until(
              () ->
                  uploads.stream().filter(CompletableFuture::isDone).count() == UPLOADS - ACCEPTED);
      assertThat(service.awaitStats(stats -> true)).contains("\"uploads\":" + ACCEPTED + ",");
      assertThat(service.awaitStats(stats -> stats.contains("\"queued\":8,")))
          .contains("\"active\":2,");
      assertThat(service.get("/ping").body()).isEqualTo("pong");
    } finally {
      workers.forEach(pid -> Signals.send("CONT", pid));
    }
    List<HttpResponse<byte[]>> answers = uploads.stream().map(CompletableFuture::join).toList();
    List<HttpResponse<byte[]>> refused =
        answers.stream().filter(answer -> answer.statusCode() != 200).toList();
    assertThat(refused).hasSize(UPLOADS - ACCEPTED).allSatisfy(answer -> assertRefused(answer));
    assertThat(service.workers(2)).as("workers, none of them replaced").isEqualTo(workers);
  }

  @Test
  void pingAnswersWhileWorkersWorkToTheirLimit() {
    byte[] photo = Images.jpeg(2_000, 1_500);
    List<HttpResponse<byte[]>> answers;
    try (Pings pings = Pings.start(service)) {
      answers = uploads(photo).stream().map(CompletableFuture::join).toList();
      assertThat(pings.stop("during " + UPLOADS + " uploads")).isPositive();
    }
    assertThat(answers).anyMatch(answer -> answer.statusCode() == 200);
    assertThat(answers)
        .filteredOn(answer -> answer.statusCode() != 200)
        .allSatisfy(answer -> assertRefused(answer));
  }

  @Test
  void theLoadScriptShowsRefusalsAndNoCollapse() throws Exception {
    assumeTrue(
        Stream.of("bash", "curl").allMatch(Browser::isInstalled),
        "there is no bash or no curl on the PATH");
    int uploads = 3 * ACCEPTED;
    Path photo = Files.write(directory.resolve("photo.jpg"), Images.jpeg(400, 300));
    Path report = directory.resolve("report");
    long refused = refused();
    List<Long> workers = service.workers(2);
    workers.forEach(pid -> Signals.send("STOP", pid));
    Process script;
    try {
      script =
          new ProcessBuilder(
                  "bash",
                  "examples/webflux-offload/load.sh",
                  photo.toString(),
                  Integer.toString(uploads),
                  service.address().toString())
              .redirectErrorStream(true)
              .redirectOutput(report.toFile())
              .start();
      await()
          .atMost(Client.PATIENCE)
          .until(() -> !script.isAlive() || refused() - refused == uploads - ACCEPTED);
    } finally {
      workers.forEach(pid -> Signals.send("CONT", pid));
    }
    assertThat(script.waitFor(Client.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(report))
        .containsPattern("(?m)^ +" + ACCEPTED + " answers 200, ")
        .containsPattern("(?m)^ +" + (uploads - ACCEPTED) + " answers 503, ")
        .containsPattern("(?m)^[1-9][0-9]* pings answered, .*; 0 not answered$");
    assertThat(script.exitValue()).isZero();
    System.out.print(Files.readString(report));
  }

  private static long refused() {
    Matcher matcher =
        Pattern.compile("\"refused\":([0-9]+)").matcher(service.awaitStats(stats -> true));
    assertThat(matcher.find()).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  @Test
  void uploadsThatDoNotEndTakePlacesAndNothingElse() {
    byte[] photo = Images.jpeg(800, 600);
    int half = photo.length / 2;
    List<RawUpload> held = new ArrayList<>();
    try (Pings pings = Pings.start(service)) {
      for (int i = 0; i < ACCEPTED; i++) {
        held.add(RawUpload.begin(service.address(), photo.length));
        held.get(i).send(photo, 0, half);
      }
      service.awaitStats(stats -> stats.contains("\"uploads\":" + ACCEPTED + ","));
      for (int i = 0; i < 20; i++) {
        // Its head alone has come, and no byte of it is waited for.
        try (RawUpload another = RawUpload.begin(service.address(), photo.length)) {
          assertThat(another.head()).startsWith("HTTP/1.1 503 ").contains("Retry-After: 1\r\n");
        }
        assertThat(service.get("/ping").body()).isEqualTo("pong");
      }
      // All places are taken, and no worker knows.
      assertThat(service.awaitStats(stats -> true))
          .contains("\"uploads\":" + ACCEPTED + ",", "\"active\":0,\"queued\":0,");

      RawUpload first = held.get(0);
      first.send(photo, half, photo.length);
      assertThat(first.head()).startsWith("HTTP/1.1 200 ").contains("image/jpeg");
      service.awaitStats(stats -> stats.contains("\"uploads\":" + (ACCEPTED - 1) + ","));
      assertThat(service.begin("/thumbnails", photo).join().statusCode()).isEqualTo(200);
      assertThat(pings.stop("while " + ACCEPTED + " uploads do not end")).isPositive();
    } finally {
      held.forEach(RawUpload::close);
    }
    service.awaitStats(stats -> stats.contains("\"uploads\":0,"));
  }

  @Test
  void anUploadThatDoesNotEndLosesItsPlaceInTime() {
    try (Service impatient =
            Service.start(
                directory,
                "--sluice.pool.size=1",
                "--sluice.pool.queue-capacity=0",
                "--thumbnails.upload-timeout=1s");
        RawUpload slow = RawUpload.begin(impatient.address(), 1_000)) {
      slow.send("begun");
      assertThat(slow.head()).startsWith("HTTP/1.1 408 ");
      impatient.awaitStats(stats -> stats.contains("\"uploads\":0,"));
    }
  }

  @Test
  void uploadsThatWouldNotFitIntoMemoryAreRefused() {
    try (Service small = Service.start(directory, List.of("-Xmx96m"), "--sluice.pool.size=1")) {
      List<RawUpload> held = new ArrayList<>();
      try {
        // A quarter of the heap is for images: there are places for 33, and memory for one.
        held.add(RawUpload.begin(small.address(), 16 << 20));
        small.awaitStats(stats -> stats.contains("\"uploads\":1,"));
        held.add(RawUpload.begin(small.address(), 16 << 20));
        assertThat(held.get(1).head()).startsWith("HTTP/1.1 503 ").contains("Retry-After: 1\r\n");
        held.add(RawUpload.begin(small.address(), 17 << 20));
        assertThat(held.get(2).head()).startsWith("HTTP/1.1 413 ");
        byte[] photo = Images.jpeg(80, 60);
        assertThat(small.begin("/thumbnails", photo).join().statusCode()).isEqualTo(200);
      } finally {
        held.forEach(RawUpload::close);
      }
    }
  }
}
