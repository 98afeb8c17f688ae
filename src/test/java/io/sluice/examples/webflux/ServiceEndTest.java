package io.sluice.examples.webflux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.testing.Orphans;
import io.sluice.testing.Signals;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the service ends, and what happens when its workers do. */
class ServiceEndTest {
  private static final byte[] PHOTO = Images.jpeg(800, 600);

  @TempDir Path directory;

  @Test
  void termLetsRequestsInFlightFinishAndEndsStreams() {
    try (Service service = Service.start(directory, "--sluice.pool.size=1");
        Stream<String> live = service.events("/workers")) {
      List<Long> workers = service.workers(1);
      Iterator<String> events = live.iterator();
      assertThat(events.next()).isNotEmpty();
      workers.forEach(pid -> Signals.send("STOP", pid));
      CompletableFuture<HttpResponse<byte[]>> running = service.begin("/thumbnails", PHOTO);
      CompletableFuture<HttpResponse<byte[]>> queued = service.begin("/thumbnails", PHOTO);
      service.awaitStats(stats -> stats.contains("\"active\":1,\"queued\":1,"));

      // As a shell or a service manager does: all of the group.
      workers.forEach(pid -> Signals.send("TERM", pid));
      Signals.send("TERM", service.jvm().pid());
      while (events.hasNext()) {
        assertThat(events.next()).isNotEmpty();
      }
      await().atMost(Client.PATIENCE).until(service::isRefused);
      assertThat(List.of(running, queued)).noneMatch(CompletableFuture::isDone);
      workers.forEach(pid -> Signals.send("CONT", pid));

      assertThat(List.of(running, queued)).allMatch(upload -> upload.join().statusCode() == 200);
      assertThat(service.jvm().awaitExit()).isEqualTo(128 + 15);
      assertThat(workers).noneMatch(Signals::isRunning);
    }
  }

  @Test
  void killOfAWorkerIsNotTheUploadersTrouble() {
    try (Service service = Service.start(directory, "--sluice.pool.size=1")) {
      List<Long> workers = service.workers(1);
      workers.forEach(pid -> Signals.send("STOP", pid));
      CompletableFuture<HttpResponse<byte[]>> upload = service.begin("/thumbnails", PHOTO);
      service.awaitStats(stats -> stats.contains("\"active\":1,"));
      workers.forEach(pid -> Signals.send("KILL", pid));
      assertThat(upload.join().statusCode()).isEqualTo(200);
      assertThat(service.awaitStats(stats -> stats.contains("\"restarts\":1,")))
          .contains("\"completed\":1,");
    }
  }

  @Test
  void killLeavesNobody() {
    try (Service service = Service.start(directory, "--sluice.pool.size=2")) {
      List<Long> workers = service.workers(2);
      List<CompletableFuture<HttpResponse<byte[]>>> uploads =
          IntStream.range(0, 20).mapToObj(i -> service.begin("/thumbnails", PHOTO)).toList();
      service.awaitStats(stats -> !stats.contains("\"completed\":0,"));
      Orphans.assertNoneAfterKill(service.jvm().pid(), workers);
      assertThat(uploads).allSatisfy(upload -> upload.handle((done, lost) -> true).join());
    }
  }
}
