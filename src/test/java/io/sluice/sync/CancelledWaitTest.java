package io.sluice.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** Subscriptions that end in every way, and at any moment: the permit is back, nothing stays. */
class CancelledWaitTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int ROUNDS = 3_000;
  private static final int LONGEST_NANOS = 150_000;

  /** Two handles on a lock, or on a semaphore of one permit. */
  record Pair(String name, Guard one, Guard other, Runnable closing) implements AutoCloseable {
    static Pair lock() {
      SharedLock lock = SharedLock.create();
      SharedLock other = SharedLock.open(lock.address());
      return new Pair(
          "lock",
          new Guard.LockGuard(lock),
          new Guard.LockGuard(other),
          () -> closeBoth(other::close, lock::close));
    }

    static Pair semaphore() {
      SharedSemaphore one = SharedSemaphore.create(1);
      SharedSemaphore other = SharedSemaphore.open(one.address());
      return new Pair(
          "semaphore",
          new Guard.SemaphoreGuard(one),
          new Guard.SemaphoreGuard(other),
          () -> closeBoth(other::close, one::close));
    }

    private static void closeBoth(Runnable first, Runnable second) {
      first.run();
      second.run();
    }

    void assertFree(String when) {
      assertThat(one.tryEnter(SOON)).as("%s free after %s", name, when).isTrue();
      one.leave();
    }

    @Override
    public void close() {
      closing.run();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Pair> pairs() {
    return Stream.of(Pair.lock(), Pair.semaphore());
  }

  /** The permit is granted while the cancellation comes, at another moment each time. */
  @ParameterizedTest
  @MethodSource("pairs")
  void grantedWhileItIsCancelled(Pair guards) {
    try (guards) {
      SplittableRandom random = new SplittableRandom(4);
      CyclicBarrier start = new CyclicBarrier(2);
      AtomicReference<Disposable> waiting = new AtomicReference<>();
      Thread canceller =
          new Thread(
              () -> {
                SplittableRandom own = new SplittableRandom(5);
                for (int i = 0; i < ROUNDS; i++) {
                  meet(start);
                  spin(own.nextInt(LONGEST_NANOS));
                  waiting.get().dispose();
                  meet(start);
                }
              });
      canceller.setDaemon(true);
      canceller.start();
      for (int i = 0; i < ROUNDS; i++) {
        guards.one().enter();
        waiting.set(guards.other().with(Mono.never()).subscribe());
        meet(start);
        spin(random.nextInt(LONGEST_NANOS / 4));
        guards.one().leave();
        meet(start);
        guards.assertFree("round " + i);
      }
    }
  }

  /** What is guarded ends while the cancellation comes: one of them releases, and only once. */
  @ParameterizedTest
  @MethodSource("pairs")
  void endedWhileItIsCancelled(Pair guards) {
    try (guards) {
      for (int i = 0; i < ROUNDS; i++) {
        int nanos = i * 20;
        Mono<String> ending =
            Mono.fromCallable(
                    () -> {
                      spin(nanos);
                      return "done";
                    })
                .subscribeOn(Schedulers.parallel());
        Disposable running = guards.one().with(ending).subscribe();
        spin(LONGEST_NANOS / 3);
        running.dispose();
        guards.assertFree("round " + i);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void cancelledFromWithinOnSubscribeLeavesNothingBehind(Pair guards) {
    try (guards) {
      WeakReference<Object> gone = cancelAtOnce(guards.other());
      await()
          .atMost(SOON)
          .until(
              () -> {
                System.gc();
                return gone.get() == null;
              });
      guards.assertFree("a subscription that never began");
    }
  }

  private static WeakReference<Object> cancelAtOnce(Guard guard) {
    BaseSubscriber<String> subscriber =
        new BaseSubscriber<>() {
          @Override
          protected void hookOnSubscribe(Subscription subscription) {
            subscription.cancel();
          }
        };
    guard.with(Mono.never()).subscribe(subscriber);
    return new WeakReference<>(subscriber);
  }

  /** Nothing of the kind is allowed to a publisher, which does not help whoever waits. */
  @ParameterizedTest
  @MethodSource("pairs")
  void aPublisherThatThrowsReleases(Pair guards) {
    try (guards) {
      StepVerifier.create(guards.one().with(new Throwing()))
          .expectErrorMessage("on purpose")
          .verify(SOON);
      assertThat(guards.other().tryEnter()).isTrue();
    }
  }

  private static final class Throwing extends Mono<String> {
    @Override
    public void subscribe(CoreSubscriber<? super String> actual) {
      throw new IllegalStateException("on purpose");
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void eachEndReleasesBeforeItIsPassedOn(Pair guards) {
    try (guards) {
      Mono<String> taken =
          Mono.fromCallable(
              () -> {
                boolean entered = guards.other().tryEnter();
                if (entered) {
                  guards.other().leave();
                }
                return entered ? "free" : "held";
              });
      StepVerifier.create(guards.one().with(Mono.<String>empty()).switchIfEmpty(taken))
          .expectNext("free")
          .expectComplete()
          .verify(SOON);
      StepVerifier.create(
              guards
                  .one()
                  .with(Mono.error(new IllegalStateException("on purpose")))
                  .onErrorResume(failure -> taken))
          .expectNext("free")
          .expectComplete()
          .verify(SOON);
      StepVerifier.create(guards.one().with(Mono.just("done")).then(taken))
          .expectNext("free")
          .expectComplete()
          .verify(SOON);
      StepVerifier.create(guards.one().with(Mono.never()).timeout(Duration.ofMillis(20), taken))
          .expectNext("free")
          .expectComplete()
          .verify(SOON);
    }
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void spin(int nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }
}
