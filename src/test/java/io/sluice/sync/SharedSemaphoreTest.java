package io.sluice.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.IncompatibleQueueException;
import io.sluice.QueueClosedException;
import io.sluice.queue.SharedQueue;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class SharedSemaphoreTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final SharedSemaphore three = SharedSemaphore.create(3);
  private final SharedSemaphore other = SharedSemaphore.open(three.address());

  @AfterEach
  void close() {
    other.close();
    three.close();
  }

  @Test
  void grantsItsPermitsOverAllHandles() throws InterruptedException {
    three.acquire();
    assertThat(other.tryAcquire()).isTrue();
    assertThat(other.tryAcquire(SOON)).isTrue();
    assertThat(three.availablePermits()).isZero();
    assertThat(three.tryAcquire()).isFalse();
    assertThat(other.tryAcquire(Duration.ofMillis(20))).isFalse();
    assertThat(other.tryAcquire(Duration.ofMillis(-1))).isFalse();
    other.release();
    assertThat(three.availablePermits()).isEqualTo(1);
    assertThat(three.tryAcquire(Duration.ofSeconds(Long.MAX_VALUE))).isTrue();
  }

  @Test
  void neverHasMoreThanItsPermits() {
    assertThatThrownBy(three::release).isInstanceOf(IllegalStateException.class);
    assertThat(three.tryAcquire()).isTrue();
    assertThatThrownBy(other::release)
        .as("what another handle acquired")
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(other.address().toString());
    three.release();
    assertThatThrownBy(three::release).isInstanceOf(IllegalStateException.class);
    assertThat(three.availablePermits()).isEqualTo(3);
  }

  @Test
  void anotherThreadMayReleaseWhatOneHasAcquired() {
    assertThat(three.tryAcquire()).isTrue();
    CompletableFuture.runAsync(three::release).join();
    assertThat(three.availablePermits()).isEqualTo(3);
  }

  @Test
  void whoWaitsGetsWhatIsReleased() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      three.acquire();
    }
    List<CompletableFuture<Void>> waiting = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      waiting.add(CompletableFuture.runAsync(this::acquireOther, task -> new Thread(task).start()));
    }
    CompletableFuture<?>[] all = waiting.toArray(CompletableFuture[]::new);
    assertThat(CompletableFuture.anyOf(all)).isNotDone();
    for (int i = 0; i < 3; i++) {
      three.release();
    }
    assertThat(CompletableFuture.allOf(all)).succeedsWithin(SOON);
    assertThat(three.availablePermits()).isEqualTo(3);
  }

  private void acquireOther() {
    try {
      other.acquire();
      other.release();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anInterruptEndsTheWaitAndAcquiresNothing() throws Exception {
    try (SharedSemaphore one = SharedSemaphore.create(1)) {
      one.acquire();
      CountDownLatch begun = new CountDownLatch(1);
      AtomicBoolean interrupted = new AtomicBoolean();
      Thread waiter =
          new Thread(
              () -> {
                begun.countDown();
                try {
                  one.acquire();
                } catch (InterruptedException e) {
                  interrupted.set(true);
                }
              });
      waiter.start();
      begun.await();
      waiter.interrupt();
      waiter.join(SOON.toMillis());
      assertThat(interrupted).isTrue();
      one.release();
      assertThat(one.availablePermits()).isEqualTo(1);
    }
  }

  @Test
  void subscriptionsHoldPermitsAndNoThread() {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Mono<Integer> work =
        Mono.delay(Duration.ofMillis(2))
            .map(tick -> most.accumulateAndGet(inside.incrementAndGet(), Math::max))
            .delayElement(Duration.ofMillis(2))
            .doOnNext(seen -> inside.decrementAndGet());
    Flux<Integer> many =
        Flux.range(0, 60).flatMap(i -> (i % 2 == 0 ? three : other).withPermit(work), 60);
    StepVerifier.create(many).expectNextCount(60).expectComplete().verify(SOON);
    assertThat(most).hasValueBetween(1, 3);
    assertThat(three.availablePermits()).isEqualTo(3);
  }

  @Test
  void aSubscriptionsPermitIsNotToBeReleasedByHand() {
    Disposable holding = three.withPermit(Mono.never()).subscribe();
    assertThat(three.availablePermits()).isEqualTo(2);
    assertThatThrownBy(three::release).isInstanceOf(IllegalStateException.class);
    holding.dispose();
    assertThat(three.availablePermits()).isEqualTo(3);
  }

  @Test
  void errorAndCancellationReleaseIt() {
    StepVerifier.create(three.withPermit(Mono.error(new IllegalStateException("on purpose"))))
        .expectErrorMessage("on purpose")
        .verify(SOON);
    List<Disposable> holding = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      holding.add(other.withPermit(Mono.never()).subscribe());
    }
    assertThat(three.tryAcquire()).isFalse();
    holding.forEach(Disposable::dispose);
    // One that was woken by another's cancellation may have a permit for a moment still.
    await().atMost(SOON).until(() -> three.availablePermits() == 3);
  }

  @Test
  void closingGivesBackWhatIsHeldAndEndsWhatWaits() throws InterruptedException {
    other.acquire();
    three.acquire();
    three.acquire();
    CompletableFuture<Integer> waiting = other.withPermit(Mono.just(1)).toFuture();
    CompletableFuture<Void> blocked =
        CompletableFuture.runAsync(this::acquireOther, task -> new Thread(task).start());
    assertThat(waiting).isNotDone();
    other.close();
    assertThatThrownBy(waiting::join).hasCauseInstanceOf(QueueClosedException.class);
    assertThatThrownBy(blocked::join).hasCauseInstanceOf(QueueClosedException.class);
    await().atMost(SOON).until(() -> three.availablePermits() == 1);
    assertThatThrownBy(other::tryAcquire).isInstanceOf(QueueClosedException.class);
    assertThatThrownBy(other::release).isInstanceOf(QueueClosedException.class);
    assertThatThrownBy(other::availablePermits).isInstanceOf(QueueClosedException.class);
    other.close();
  }

  @Test
  void waitingIsRefusedWhereNothingMayBlock() {
    Mono<Boolean> blocking =
        Mono.fromCallable(() -> three.tryAcquire(SOON)).subscribeOn(Schedulers.parallel());
    StepVerifier.create(blocking).expectError(IllegalStateException.class).verify(SOON);
    StepVerifier.create(Mono.fromCallable(three::tryAcquire).subscribeOn(Schedulers.parallel()))
        .expectNext(true)
        .expectComplete()
        .verify(SOON);
  }

  @Test
  void aNamedOneIsTheSameForAll() {
    String name = "shared-semaphore-test-" + UUID.randomUUID();
    SharedSemaphore named = SharedSemaphore.named(name, 2);
    try {
      URI address = named.address();
      assertThat(named.tryAcquire()).isTrue();
      try (SharedSemaphore again = SharedSemaphore.named(name, 2)) {
        assertThat(again.availablePermits()).isEqualTo(1);
      }
      assertThatThrownBy(() -> SharedSemaphore.named(name, 3))
          .isInstanceOf(IncompatibleQueueException.class);
      assertThatThrownBy(() -> SharedLock.open(address))
          .isInstanceOf(IncompatibleQueueException.class);
      named.close();
      try (SharedSemaphore later = SharedSemaphore.open(URI.create(address.toString()))) {
        await().atMost(SOON).until(() -> later.availablePermits() == 2);
      }
    } finally {
      SharedQueue.delete(named.address());
    }
  }

  @Test
  void aNumberThatMakesNoSenseIsRefused() {
    assertThatThrownBy(() -> SharedSemaphore.create(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SharedSemaphore.named("none", -1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SharedSemaphore.open(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> three.withPermit(null)).isInstanceOf(NullPointerException.class);
  }
}
