package io.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Attempts;
import io.sluice.testing.TestJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.test.StepVerifier;
import reactor.util.concurrent.Queues;

class ChildJvmOutputTest {

  @TempDir Path directory;

  @Test
  void withoutAnyReaderTheChildGoesOnAndTheLastThousandAreReplayed() {
    try (ChildJvm child = ChildJvm.builder(Programs.Flood.class).args("100000").start()) {
      assertThat(child.onExit().block(TestJvm.PATIENCE)).isZero();
      for (int reader = 0; reader < 2; reader++) {
        assertThat(child.output().collectList().block(TestJvm.PATIENCE))
            .isEqualTo(numbered(99_001, 100_000));
      }
      assertThat(child.recentOutput(3)).isEqualTo(numbered(99_998, 100_000));
      assertThat(child.recentOutput(0)).isEmpty();
      assertThat(child.recentOutput(100_000)).isEqualTo(numbered(99_001, 100_000));
    }
  }

  /** One that the machine does not let run for 200 ms may lose lines, as slow ones do. */
  @Test
  void readerFromTheStartGetsEveryLine() throws Exception {
    Attempts.untilOneSucceeds(
        () -> {
          Path gate = directory.resolve("gate");
          Files.deleteIfExists(gate);
          try (ChildJvm child = flood(0, gate)) {
            CompletableFuture<List<String>> all = child.output().collectList().toFuture();
            Files.createFile(gate);
            List<String> lines = all.get(TestJvm.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(lines).hasSize(100_000).isEqualTo(numbered(1, 100_000));
          }
        });
  }

  private static ChildJvm flood(int before, Path gate) {
    return ChildJvm.builder(Programs.Flood.class)
        .args("100000", Integer.toString(before), gate.toString())
        .start();
  }

  /** The child has ended long before what it wrote is read. */
  @Test
  void readersThatHaveStoppedCostNobodyTheLastLines() {
    CountDownLatch release = new CountDownLatch(1);
    try (ChildJvm child = ChildJvm.builder(Programs.Flood.class).args("9000").start()) {
      Disposable.Composite stopped = Disposables.composite();
      for (int i = 0; i < 8; i++) {
        stopped.add(child.output().subscribe(line -> awaitQuietly(release)));
      }
      assertThat(child.onExit().block(TestJvm.PATIENCE)).isZero();
      assertThat(child.recentOutput(1)).containsExactly("line 9000");
      stopped.dispose();
    } finally {
      release.countDown();
    }
  }

  @Test
  void readerThatAsksForNothingLosesTheOldest() {
    Path gate = directory.resolve("gate");
    try (ChildJvm child = flood(3, gate)) {
      int kept = LineSubscription.MAX_PENDING_LINES;
      StepVerifier.create(child.output(), 0)
          .thenRequest(3)
          .expectNext("line 1", "line 2", "line 3")
          .then(() -> assertThat(gate.toFile().mkdir()).isTrue())
          .then(() -> assertThat(child.onExit().block(TestJvm.PATIENCE)).isZero())
          .thenRequest(1)
          .expectNext("line " + (100_000 - kept + 1))
          .thenRequest(kept - 2)
          .expectNextCount(kept - 2)
          .expectNoEvent(Duration.ofMillis(50))
          .thenRequest(1)
          .expectNext("line 100000")
          .expectComplete()
          .verify(TestJvm.PATIENCE);
    }
  }

  @Test
  void readerThatBlocksHoldsNeitherChildNorOthersUp() {
    CountDownLatch release = new CountDownLatch(1);
    try (ChildJvm child = ChildJvm.builder(Programs.Flood.class).args("100000").start()) {
      List<String> got = Collections.synchronizedList(new ArrayList<>());
      Disposable blocked =
          child
              .output()
              .doOnNext(
                  line -> {
                    got.add(line);
                    awaitQuietly(release);
                  })
              .subscribe();
      assertThat(child.onExit().block(TestJvm.PATIENCE)).isZero();
      assertThat(child.output().last().block(TestJvm.PATIENCE)).isEqualTo("line 100000");
      assertThat(got).hasSizeLessThanOrEqualTo(1);
      blocked.dispose();
      release.countDown();
    }
  }

  @Test
  void bothStreamsInOrder() {
    try (ChildJvm child = ChildJvm.builder(Programs.BothStreams.class).start()) {
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        expected.add("out " + i);
        expected.add("err " + i);
      }
      expected.add("no end");
      assertThat(child.output().collectList().block(TestJvm.PATIENCE)).isEqualTo(expected);
    }
  }

  @Test
  void charactersMayComeInPieces() {
    String text = "äöü 日本語 \uD83D\uDE00";
    try (ChildJvm child = ChildJvm.builder(Programs.ByteByByte.class).args(text).start()) {
      assertThat(child.output().collectList().block(TestJvm.PATIENCE)).containsExactly(text);
    }
  }

  @Test
  void lineWithoutEndIsCut() {
    int max = LineSplitter.MAX_LINE_LENGTH;
    String text = "x".repeat(2 * max + 5);
    try (ChildJvm child = ChildJvm.builder(Programs.Print.class).args(text).start()) {
      assertThat(child.output().map(String::length).collectList().block(TestJvm.PATIENCE))
          .containsExactly(max, max, 5);
    }
  }

  @Test
  void linesComeWhileTheChildRuns() {
    try (ChildJvm child = ChildJvm.builder(Programs.Park.class).start()) {
      assertThat(child.output().blockFirst(TestJvm.PATIENCE)).isEqualTo("ready");
      assertThat(child.isAlive()).isTrue();
      StepVerifier.create(child.output())
          .expectNext("ready")
          .then(child::destroy)
          .expectNext("goodbye")
          .expectComplete()
          .verify(TestJvm.PATIENCE);
    }
  }

  @Test
  void manyReadersEachSeriallyOnThreadsThatMayBlock() {
    Set<String> threads = ConcurrentHashMap.newKeySet();
    AtomicInteger overlaps = new AtomicInteger();
    try (ChildJvm child = ChildJvm.builder(Programs.Flood.class).args("5000").start()) {
      List<Integer> counts =
          reactor.core.publisher.Flux.range(0, 50)
              .flatMap(
                  i -> {
                    AtomicInteger inside = new AtomicInteger();
                    return child
                        .output()
                        .doOnNext(
                            line -> {
                              overlaps.addAndGet(inside.getAndIncrement());
                              threads.add(Thread.currentThread().getName());
                              inside.decrementAndGet();
                            })
                        .reduce(0, (sum, line) -> sum + 1);
                  },
                  Queues.SMALL_BUFFER_SIZE)
              .collectList()
              .block(TestJvm.PATIENCE);
      assertThat(counts).hasSize(50).allSatisfy(count -> assertThat(count).isBetween(1_000, 5_000));
    }
    assertThat(overlaps).hasValue(0);
    assertThat(threads)
        .isNotEmpty()
        .allSatisfy(name -> assertThat(name).startsWith("boundedElastic-"));
  }

  @Test
  void outputEndsWithTheChildThoughAnotherProcessHoldsThePipe() {
    try (TestJvm child =
        TestJvm.start(Programs.ShellParent.class, "exec sleep 300", "inherit", "return")) {
      long left = Long.parseLong(child.awaitLine("started"));
      try {
        assertThat(child.awaitExit()).isZero();
        assertThat(io.sluice.testing.Signals.isRunning(left)).isTrue();
      } finally {
        io.sluice.testing.Signals.send("KILL", left);
      }
    }
  }

  private static List<String> numbered(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(i -> "line " + i).toList();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
