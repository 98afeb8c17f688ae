package io.sluice.examples.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Signals;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
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
      service.awaitStats(stats -> stats.contains("\"rejected\":" + (UPLOADS - ACCEPTED) + ","));
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
    List<CompletableFuture<HttpResponse<byte[]>>> uploads = uploads(Images.jpeg(2_000, 1_500));
    do {
      assertThat(service.get("/ping").body()).isEqualTo("pong");
    } while (!uploads.stream().allMatch(CompletableFuture::isDone));
    List<HttpResponse<byte[]>> answers = uploads.stream().map(CompletableFuture::join).toList();
    assertThat(answers).anyMatch(answer -> answer.statusCode() == 200);
    assertThat(answers)
        .filteredOn(answer -> answer.statusCode() != 200)
        .allSatisfy(answer -> assertRefused(answer));
  }
}
