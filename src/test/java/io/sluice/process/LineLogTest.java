package io.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.test.StepVerifier;

@Timeout(60)
class LineLogTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Far less than what waiting once more each time would come to, and far more than nothing. */
  private static final long NOTHING_MILLIS = 7_000;

  private static final int TIMES = 100;
  private static final int PENDING = LineSubscription.MAX_PENDING_LINES;

  private final LineLog log = new LineLog();

  @Test
  void replaysTheLastThousandAndGoesOn() {
    addLines(1, 1_500);
    StepVerifier.create(log)
        .expectNextSequence(numbered(501, 1_500))
        .then(() -> addLines(1_501, 1_501))
        .expectNext("1501")
        .then(log::complete)
        .expectComplete()
        .verify(PATIENCE);
  }

  @Test
  void deliversNoMoreThanAskedFor() {
    addLines(1, 10);
    log.complete();
    StepVerifier.create(log, 0)
        .expectSubscription()
        .expectNoEvent(Duration.ofMillis(50))
        .thenRequest(4)
        .expectNext("1", "2", "3", "4")
        .expectNoEvent(Duration.ofMillis(50))
        .thenRequest(6)
        .expectNextCount(6)
        .expectComplete()
        .verify(PATIENCE);
  }

  @Test
  void completesWithoutDemandWhenThereIsNothingToDeliver() {
    log.complete();
    StepVerifier.create(log, 0).expectComplete().verify(PATIENCE);
  }

  @Test
  void nothingComesAfterTheEnd() {
    addLines(1, 1);
    log.complete();
    addLines(2, 2);
    StepVerifier.create(log).expectNext("1").expectComplete().verify(PATIENCE);
  }

  @Test
  void nothingComesAfterACancel() {
    addLines(1, 5);
    StepVerifier.create(log.take(2)).expectNext("1", "2").expectComplete().verify(PATIENCE);
    StepVerifier.create(log).expectNext("1").thenCancel().verify(PATIENCE);
    log.subscribe().dispose();
    addLines(6, 6);
    log.complete();
    StepVerifier.create(log).expectNextCount(6).expectComplete().verify(PATIENCE);
  }

  @Test
  void retainsACertainNumberOfCharacters() {
    int length = LineBuffer.MAX_CHARS / 10;
    LineBuffer buffer = new LineBuffer(1_000);
    for (int i = 0; i < 25; i++) {
      buffer.add(Integer.toString(i % 10).repeat(length));
    }
    assertThat(buffer.size()).isEqualTo(10);
    assertThat(buffer.poll()).startsWith("5");
    buffer.clear();
    assertThat(buffer.poll()).isNull();
  }

  @Test
  void aReaderThatHasStoppedHoldsTheWriterUpOnceAndLittle() throws InterruptedException {
    CountDownLatch stopped = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Disposable reader =
        log.subscribe(
            line -> {
              stopped.countDown();
              awaitQuietly(release);
            });
    addLines(1, PENDING);
    assertThat(stopped.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(millis(log::letReadersCatchUp)).isGreaterThanOrEqualTo(190L);
    long again = millis(() -> IntStream.range(0, TIMES).forEach(time -> log.letReadersCatchUp()));
    assertThat(again).isLessThan(NOTHING_MILLIS);
    reader.dispose();
    release.countDown();
  }

  @Test
  void readersThatAskForNothingHoldNobodyUp() {
    for (int reader = 0; reader < TIMES / 2; reader++) {
      log.subscribe(new AsksForNothing());
    }
    StepVerifier.create(log, 0)
        .then(() -> addLines(1, PENDING + 1))
        .then(() -> assertThat(millis(log::letReadersCatchUp)).isLessThan(NOTHING_MILLIS))
        .thenRequest(1)
        .expectNext("2")
        .thenCancel()
        .verify(PATIENCE);
  }

  private static final class AsksForNothing extends BaseSubscriber<String> {
    @Override
    protected void hookOnSubscribe(Subscription subscription) {
      // That is all.
    }
  }

  private void addLines(int first, int last) {
    numbered(first, last).forEach(log::add);
  }

  private static List<String> numbered(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(Integer::toString).toList();
  }

  private static long millis(Runnable task) {
    long start = System.nanoTime();
    task.run();
    return (System.nanoTime() - start) / 1_000_000;
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      boolean unused = latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
