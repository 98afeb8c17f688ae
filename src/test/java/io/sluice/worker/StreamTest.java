package io.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.testing.Attempts;
import io.sluice.testing.Signals;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** Streams of results, with demand, end and failure across the border. */
@Timeout(120)
class StreamTest {
  @TempDir Path directory;

  private WorkerPool pool;

  @BeforeEach
  void open() {
    // So that a cancel which helps is told from one that kills.
    pool = Pools.of(1).cancelGrace(Pools.PATIENCE).build();
  }

  @AfterEach
  void close() {
    pool.close();
  }

  static Publisher<Integer> range(int count) {
    return Flux.range(0, count);
  }

  @Test
  void allItemsInOrder() {
    List<Integer> all = pool.stream(StreamTest::range, 100_000).collectList().block(Pools.PATIENCE);
    assertThat(all).isEqualTo(IntStream.range(0, 100_000).boxed().toList());
    assertThat(pool.stats().completed()).isEqualTo(1);
  }

  @Test
  void fromOtherThreads() {
    List<Integer> all =
        pool.<Integer, Integer>stream(
                n -> Flux.range(0, n).publishOn(Schedulers.parallel(), 7), 10_000)
            .collectList()
            .block(Pools.PATIENCE);
    assertThat(all).isEqualTo(IntStream.range(0, 10_000).boxed().toList());
  }

  @Test
  void largeItems() {
    List<byte[]> all =
        pool.stream((Integer n) -> Flux.range(0, n).map(i -> new byte[500_000 + i]), 30)
            .collectList()
            .block(Pools.PATIENCE);
    assertThat(all).hasSize(30);
    assertThat(all.get(29)).hasSize(500_029);
  }

  @Test
  void emptyAndSingle() {
    assertThat(pool.stream(n -> Flux.empty(), 1).collectList().block(Pools.PATIENCE)).isEmpty();
    assertThat(pool.stream(n -> Mono.just(n), 1).collectList().block(Pools.PATIENCE))
        .containsExactly(1);
  }

  @Test
  void noMoreThanDemandAndTheWindow() {
    Gate gate = new Gate(directory);
    RemoteStream<Gate, Integer> counted =
        it ->
            Flux.<Integer, Integer>generate(
                () -> 0,
                (n, sink) -> {
                  it.note("made", "" + n);
                  sink.next(n);
                  return n + 1;
                });
    StepVerifier.create(pool.stream(counted, gate), 0)
        .expectSubscription()
        .then(() -> gate.awaitNotes("made", 256))
        .expectNoEvent(Duration.ofMillis(200))
        .then(() -> assertThat(gate.notes("made")).hasSize(256))
        .thenRequest(10)
        .expectNextCount(10)
        .then(() -> assertThat(gate.notes("made").size()).isBetween(256, 266))
        .thenRequest(1_000)
        .expectNextCount(1_000)
        .thenCancel()
        .verify(Pools.PATIENCE);
    int made = gate.notes("made").size();
    assertThat(made).isLessThanOrEqualTo(1_010 + 256);
    // The worker is free for the next one.
    assertThat(pool.call(() -> 1).block(Pools.PATIENCE)).isEqualTo(1);
    assertThat(pool.stats().restarts()).isZero();
  }

  @Test
  void failureAfterItems() {
    Flux<Integer> failing =
        pool.stream(
            n -> Flux.range(0, n).concatWith(Flux.error(new IllegalStateException("no more"))), 5);
    StepVerifier.create(failing)
        .expectNext(0, 1, 2, 3, 4)
        .expectErrorSatisfies(
            e ->
                assertThat(e)
                    .isInstanceOf(RemoteTaskException.class)
                    .hasMessageContaining("no more"))
        .verify(Pools.PATIENCE);
    assertThatThrownBy(
            () ->
                pool.<Integer, Integer>stream(
                        n -> {
                          throw new IllegalStateException("not even begun");
                        },
                        5)
                    .blockLast(Pools.PATIENCE))
        .isInstanceOf(RemoteTaskException.class)
        .hasMessageContaining("not even begun");
    assertThatThrownBy(
            () ->
                pool.<Integer, Object>stream(n -> Flux.just(n, new Thread()), 5)
                    .blockLast(Pools.PATIENCE))
        .isInstanceOf(io.sluice.CodecException.class)
        .hasMessageContaining("java.lang.Thread");
    assertThat(pool.stats().restarts()).isZero();
  }

  @Test
  void cancelReachesASilentPublisher() {
    Gate gate = new Gate(directory);
    RemoteStream<Gate, Integer> silent =
        it ->
            Flux.<Integer>never()
                .doOnRequest(demand -> it.note("silent", ""))
                .doOnCancel(() -> it.note("cancelled", ""))
                .startWith(1);
    StepVerifier.create(pool.stream(silent, gate))
        .expectNext(1)
        // A cancel that comes before startWith has gone on to it would never reach it.
        .then(() -> gate.awaitNotes("silent", 1))
        .thenCancel()
        .verify(Pools.PATIENCE);
    gate.awaitNotes("cancelled", 1);
    assertThat(pool.call(() -> 1).block(Pools.PATIENCE)).isEqualTo(1);
    assertThat(pool.stats().restarts()).isZero();
  }

  @Test
  void cancelInterruptsAPublisherThatBlocks() {
    Gate gate = new Gate(directory);
    RemoteStream<Gate, Integer> blocking =
        it ->
            Mono.fromCallable(
                () -> {
                  it.note("came", "");
                  Pools.park();
                  return 1;
                });
    reactor.core.Disposable stream = pool.stream(blocking, gate).subscribe();
    gate.awaitNotes("came", 1);
    stream.dispose();
    assertThat(pool.call(() -> 1).block(Pools.PATIENCE)).isEqualTo(1);
    assertThat(pool.stats().restarts()).isZero();
  }

  @Test
  void theWorkersDeathEndsItAfterWhatCame() {
    RemoteStream<Integer, Long> dying =
        n ->
            Flux.concat(
                Mono.just(ProcessHandle.current().pid()), Mono.fromRunnable(Pools::parkStubbornly));
    StepVerifier.create(pool.stream(dying, 1))
        .consumeNextWith(pid -> Signals.send("KILL", pid))
        .expectErrorSatisfies(
            e ->
                assertThat(e)
                    .isInstanceOf(WorkerCrashedException.class)
                    .hasMessageContaining("137"))
        .verify(Pools.PATIENCE);
  }

  @Test
  void theTimeOutIsForWhatIsOwed() throws Exception {
    try (WorkerPool timed = Pools.of(1).taskTimeout(Duration.ofSeconds(2)).build()) {
      // Longer than the limit in all; nothing is owed while nothing is requested. A machine may
      // take longer than that for what is.
      Attempts.untilOneSucceeds(
          () ->
              StepVerifier.create(timed.stream(StreamTest::range, 600), 0)
                  .thenRequest(100)
                  .expectNextCount(100)
                  .thenAwait(Duration.ofMillis(2_500))
                  .thenRequest(500)
                  .expectNextCount(500)
                  .expectComplete()
                  .verify(Pools.PATIENCE));
      long before = timed.stats().restarts();
      Attempts.untilOneSucceeds(
          () ->
              StepVerifier.create(timed.stream(n -> Flux.<Integer>never().startWith(n), 7))
                  .expectNext(7)
                  .expectError(TaskTimeoutException.class)
                  .verify(Pools.PATIENCE));
      await().atMost(Pools.PATIENCE).until(() -> timed.stats().restarts() > before);
    }
  }
}
