package io.sluice.queue;

import static io.sluice.queue.NonBlockingMain.onParallel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The end of a stream and of a handle, and what never waits. */
final class EndingScenarios extends NonBlockingScenarios {
  private final URI remote;

  EndingScenarios(URI remote) {
    this.remote = remote;
    add("complete and join", this::complete);
    add("fail", this::fail);
    add("close of a handle that is in use", this::closeInUse);
    add("close of the last handle", this::closeLast);
    add("offer, poll and the sink", this::neverWait);
    add("another JVM is rung", this::ring);
  }

  private void complete() throws Exception {
    try (SharedQueue<Line> queue = filled(3, Line::small)) {
      AtomicReference<CompletableFuture<Void>> joined = new AtomicReference<>();
      onParallel(() -> joined.set(queue.join().toFuture()));
      onParallel(queue::complete);
      onParallel(() -> queue.receive().subscribe());
      waitFor(joined);
    }
  }

  private void fail() throws Exception {
    try (SharedQueue<Line> queue = filled(3, Line::small)) {
      onParallel(() -> queue.fail(new IllegalStateException("broken")));
      onParallel(() -> queue.receive().subscribe(item -> {}, failure -> {}));
      await().atMost(PATIENCE).until(queue::isEmpty);
    }
  }

  private void closeInUse() throws Exception {
    try (SharedQueue<Line> queue = filled(3, Line::large)) {
      SharedQueue<Line> other = SharedQueue.open(queue.address(), codec());
      List<Mono<Void>> uses =
          List.of(
              other.send(Line.small(1)),
              other.sendAll(Flux.just(Line.large(2))),
              other.join(),
              other.receiveManualAck().then());
      onParallel(() -> uses.forEach(use -> use.subscribe(nothing -> {}, failure -> {})));
      await().atMost(PATIENCE).until(() -> queue.inFlight() == 3);
      onParallel(other::close);
      await().atMost(PATIENCE).until(() -> queue.size() == 3);
    }
  }

  private void closeLast() throws Exception {
    SharedQueue<Line> queue = filled(3, Line::large);
    onParallel(queue::close);
    await().atMost(PATIENCE).until(() -> isGone(Path.of(queue.address().getPath())));
  }

  private static boolean isGone(Path queue) throws IOException {
    try (Stream<Path> files = Files.list(queue.getParent())) {
      String name = queue.getFileName().toString();
      return files.noneMatch(file -> file.getFileName().toString().startsWith(name));
    }
  }

  private void neverWait() throws Exception {
    try (SharedQueue<Line> queue = create(2)) {
      Sinks.Many<Line> sink = queue.sink();
      onParallel(
          () -> {
            assertThat(queue.offer(Line.small(1))).isTrue();
            assertThat(sink.tryEmitNext(Line.small(2))).isEqualTo(Sinks.EmitResult.OK);
            assertThat(queue.offer(Line.small(3))).isFalse();
            assertThat(queue.poll()).isEqualTo(Line.small(1));
            assertThat(queue.size() + queue.inFlight()).isEqualTo(1);
            assertThat(queue.isEmpty() || queue.isFull()).isFalse();
          });
    }
  }

  private void ring() throws Exception {
    try (SharedQueue<Line> queue = SharedQueue.open(remote, codec())) {
      for (int i = 0; i < 3; i++) {
        int number = i;
        onParallel(() -> assertThat(queue.offer(Line.small(number))).isTrue());
        await().atMost(PATIENCE).until(queue::isEmpty);
      }
      AtomicReference<CompletableFuture<Void>> joined = new AtomicReference<>();
      onParallel(() -> joined.set(queue.join().toFuture()));
      waitFor(joined);
    }
  }
}
