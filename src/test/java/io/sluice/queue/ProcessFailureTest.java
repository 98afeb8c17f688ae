package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.queue.Faulty.Fault;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

/** Handlers that fail, once or for ever. */
class ProcessFailureTest {
  @RegisterExtension final Handles handles = new Handles();

  private static IllegalStateException failure() {
    return new IllegalStateException("handler");
  }

  /** How a handler fails. */
  enum Failing {
    ERROR,
    THROWN,
    NULL,
    AFTER_RESULTS,
    LATER,
    OUT_OF_STACK,
    ASSERTION,
    MISSING_CLASS;

    Publisher<Integer> handle(int item) {
      return switch (this) {
        case ERROR -> Mono.error(failure());
        case THROWN -> throw failure();
        case NULL -> null;
        case AFTER_RESULTS -> Flux.just(item).concatWith(Mono.error(failure())).filter(i -> i < 0);
        case LATER -> Mono.delay(Duration.ofMillis(1)).then(Mono.error(failure()));
        case OUT_OF_STACK -> strike(Fault.DEEP);
        case ASSERTION -> strike(Fault.ASSERTION);
        case MISSING_CLASS -> strike(Fault.MISSING_CLASS);
      };
    }

    Class<? extends Throwable> type() {
      return switch (this) {
        case NULL -> NullPointerException.class;
        case OUT_OF_STACK -> StackOverflowError.class;
        case ASSERTION -> AssertionError.class;
        case MISSING_CLASS -> NoClassDefFoundError.class;
        default -> IllegalStateException.class;
      };
    }

    private static Publisher<Integer> strike(Fault fault) {
      fault.strike();
      return Mono.empty();
    }
  }

  private SharedQueue<Integer> limited(int maxAttempts, int items) {
    return Handles.fill(
        handles.closeLater(
            SharedQueue.builder(Handles.INTEGERS).maxSize(5).maxAttempts(maxAttempts).create()),
        items);
  }

  /** Fails so often at item 0, then succeeds; at all others at once. */
  private static Function<Integer, Publisher<Integer>> failing(Failing how, int times) {
    AtomicInteger left = new AtomicInteger(times);
    return item -> item == 0 && left.getAndDecrement() > 0 ? how.handle(item) : Mono.just(item);
  }

  @ParameterizedTest
  @EnumSource
  void aFailedItemIsTriedAgainAfterAWhile(Failing how) {
    SharedQueue<Integer> queue = handles.filled(5, 3);
    queue.complete();
    long start = System.nanoTime();
    // Item 2 is acknowledged after its result was told, and item 0 may have come back by then.
    Sinks.One<Integer> success = Sinks.one();
    Function<Integer, Publisher<Integer>> failing = failing(how, 2);
    AtomicInteger calls = new AtomicInteger();
    StepVerifier.create(
            queue.process(
                item ->
                    item == 0 && calls.getAndIncrement() == 2
                        ? success.asMono()
                        : failing.apply(item),
                1))
        .expectNext(1, 2)
        .then(() -> Depth.becomes(queue, 0, 1))
        .then(() -> success.tryEmitValue(0).orThrow())
        .expectNext(0)
        .expectComplete()
        .verify(Depth.PATIENCE);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(299));
    Depth.is(queue, 0, 0);
  }

  @Test
  void theDelayDoublesFrom100MillisTo10Seconds() {
    SharedQueue<Integer> queue = handles.filled(1, 1);
    AtomicInteger calls = new AtomicInteger();
    StepVerifier.Step<Integer> steps =
        StepVerifier.withVirtualTime(
                () ->
                    queue.process(
                        item -> {
                          calls.incrementAndGet();
                          return Mono.<Integer>error(failure());
                        },
                        1))
            .expectSubscription();
    int expected = 1;
    for (int delay : new int[] {100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000, 10_000}) {
      int before = expected++;
      steps =
          steps
              .then(() -> await().atMost(Depth.PATIENCE).until(() -> calls.get() == before))
              .then(() -> Depth.becomes(queue, 0, 1))
              .thenAwait(Duration.ofMillis(delay - 1))
              .then(() -> assertThat(calls).hasValue(before))
              .then(() -> Depth.is(queue, 0, 1))
              .thenAwait(Duration.ofMillis(1));
    }
    int last = expected;
    steps
        .then(() -> await().atMost(Depth.PATIENCE).until(() -> calls.get() == last))
        .thenCancel()
        .verify(Depth.PATIENCE);
  }

  /** What a handler made before it failed has been handed on, and is made again. */
  @Test
  void resultsBeforeAFailureStand() {
    SharedQueue<Integer> queue = handles.filled(1, 1);
    queue.complete();
    AtomicInteger calls = new AtomicInteger();
    StepVerifier.create(
            queue.process(
                item ->
                    calls.getAndIncrement() == 0
                        ? Flux.just("a", "b").concatWith(Mono.error(failure()))
                        : Flux.just("a", "b", "c"),
                1))
        .expectNext("a", "b", "a", "b", "c")
        .expectComplete()
        .verify(Depth.PATIENCE);
  }

  @ParameterizedTest
  @EnumSource
  void withoutDeadLettersTheLastFailureEndsTheFlux(Failing how) {
    SharedQueue<Integer> queue = limited(2, 3);
    Queue<Integer> results = new ConcurrentLinkedQueue<>();
    AtomicInteger calls = new AtomicInteger();
    Flux<Integer> processing =
        queue.process(
            item -> {
              if (item > 1) {
                return Mono.never();
              }
              calls.addAndGet(item == 0 ? 1 : 0);
              return item == 0 ? how.handle(item) : Mono.just(item);
            },
            2);
    StepVerifier.create(processing.doOnNext(results::add).ignoreElements())
        .expectErrorSatisfies(failure -> assertThat(failure).isInstanceOf(how.type()))
        .verify(Depth.PATIENCE);
    assertThat(calls).hasValue(2);
    assertThat(results).containsExactly(1);
    Depth.becomes(queue, 1, 0);
    assertThat(Handles.drain(queue)).as("given back by its handler").containsExactly(2);
    Handles.assertAllRoomIsThere(queue);
  }

  @Test
  void itIsTheHandlersFailureThatEndsTheFlux() {
    SharedQueue<Integer> queue = limited(1, 1);
    IllegalStateException failure = failure();
    StepVerifier.create(queue.process(item -> Mono.error(failure), 1))
        .expectErrorMatches(thrown -> thrown == failure)
        .verify(Depth.PATIENCE);
    Depth.is(queue, 0, 0);
  }

  @ParameterizedTest
  @EnumSource
  void withDeadLettersTheLastFailureSendsTheItemThere(Failing how) {
    SharedQueue<Integer> letters = handles.create(5);
    SharedQueue<Integer> queue =
        Handles.fill(
            handles.closeLater(
                SharedQueue.builder(Handles.INTEGERS)
                    .maxSize(5)
                    .maxAttempts(2)
                    .deadLetters(letters.address())
                    .create()),
            3);
    queue.complete();
    StepVerifier.create(queue.process(failing(how, Integer.MAX_VALUE), 1))
        .expectNext(1, 2)
        .expectComplete()
        .verify(Depth.PATIENCE);
    Depth.is(queue, 0, 0);
    assertThat(Handles.drain(letters)).containsExactly(0);
  }

  /** Its Flux ends, and does not wait for the item; nor does the item wait for it. */
  @Test
  void cancellingLeavesAFailedItemToItsDelay() {
    SharedQueue<Integer> queue = handles.filled(1, 1);
    AtomicInteger calls = new AtomicInteger();
    Disposable processing =
        queue
            .process(
                item -> {
                  calls.incrementAndGet();
                  return Mono.error(failure());
                },
                1)
            .subscribe();
    await().atMost(Depth.PATIENCE).until(() -> calls.get() > 0);
    processing.dispose();
    Delivery<Integer> again = Deliveries.of(queue.receiveManualAck(), 1).next();
    assertThat(again.attempt()).isGreaterThan(calls.get());
  }

  @Test
  void aFailedItemDoesNotUpsetTheConcurrency() {
    SharedQueue<Integer> queue = handles.filled(100, 100);
    queue.complete();
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger failures = new AtomicInteger(40);
    Flux<Integer> results =
        queue.process(
            item ->
                Mono.delay(Duration.ofMillis(1))
                    .map(
                        tick -> {
                          if (failures.getAndDecrement() > 0) {
                            throw failure();
                          }
                          return item;
                        })
                    .doOnSubscribe(s -> most.accumulateAndGet(now.incrementAndGet(), Math::max))
                    .doOnTerminate(now::decrementAndGet),
            3);
    StepVerifier.create(results).expectNextCount(100).expectComplete().verify(Depth.PATIENCE);
    assertThat(most).hasValue(3);
    Depth.is(queue, 0, 0);
  }
}
