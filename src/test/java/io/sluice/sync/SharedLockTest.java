package io.sluice.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.IncompatibleQueueException;
import io.sluice.QueueClosedException;
import io.sluice.SluiceException;
import io.sluice.codec.Codec;
import io.sluice.queue.SharedQueue;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class SharedLockTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final SharedLock lock = SharedLock.create();
  private final SharedLock other = SharedLock.open(lock.address());

  @AfterEach
  void close() {
    other.close();
    lock.close();
  }

  @Test
  void excludesOtherHandles() throws InterruptedException {
    lock.lock();
    assertThat(other.tryLock()).isFalse();
    assertThat(other.tryLock(Duration.ofMillis(20))).isFalse();
    lock.unlock();
    assertThat(other.tryLock()).isTrue();
    assertThat(lock.tryLock()).isFalse();
    other.unlock();
  }

  @Test
  void excludesThreadsThatCompete() {
    int[] unguarded = {0};
    List<CompletableFuture<Void>> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      SharedLock mine = i % 2 == 0 ? lock : other;
      threads.add(
          CompletableFuture.runAsync(
              () -> count(mine, unguarded), task -> new Thread(task).start()));
    }
    CompletableFuture.allOf(threads.toArray(CompletableFuture[]::new)).join();
    assertThat(unguarded[0]).isEqualTo(8 * 500);
  }

  private static void count(SharedLock lock, int[] unguarded) {
    for (int i = 0; i < 500; i++) {
      lock.lock();
      try {
        unguarded[0]++;
      } finally {
        lock.unlock();
      }
    }
  }

  @Test
  void isNotReentrant() {
    lock.lock();
    assertThat(lock.tryLock()).isFalse();
    lock.unlock();
  }

  @Test
  void belongsToItsThread() {
    lock.lock();
    CompletableFuture<Void> elsewhere = CompletableFuture.runAsync(lock::unlock);
    assertThatThrownBy(elsewhere::join).hasCauseInstanceOf(IllegalMonitorStateException.class);
    assertThat(other.tryLock()).isFalse();
    lock.unlock();
    assertThatThrownBy(lock::unlock)
        .isInstanceOf(IllegalMonitorStateException.class)
        .hasMessageContaining("held by nobody");
    assertThat(other.tryLock()).isTrue();
    assertThatThrownBy(lock::unlock).hasMessageContaining("held by this process");
    other.unlock();
  }

  @Test
  void anInterruptEndsOnlyTheInterruptibleWait() throws Exception {
    other.lock();
    CountDownLatch begun = new CountDownLatch(1);
    AtomicReference<String> interrupted = new AtomicReference<>();
    Thread waiter =
        new Thread(
            () -> {
              begun.countDown();
              try {
                lock.lockInterruptibly();
              } catch (InterruptedException e) {
                interrupted.set(e.getMessage());
              }
            });
    waiter.start();
    begun.await();
    waiter.interrupt();
    waiter.join(SOON.toMillis());
    assertThat(interrupted.get()).contains(lock.address().toString(), "held by this process");
    other.unlock();
    assertThat(lock.tryLock()).as("nobody took it").isTrue();
    lock.unlock();
  }

  @Test
  void closingReleasesWhatIsHeldAndEndsWhatWaits() {
    lock.lock();
    Mono<Integer> guarded = other.withLock(Mono.just(1));
    CompletableFuture<Integer> waiting = guarded.toFuture();
    CompletableFuture<Void> blocked = CompletableFuture.runAsync(other::lock);
    other.close();
    assertThatThrownBy(waiting::join).hasCauseInstanceOf(QueueClosedException.class);
    assertThatThrownBy(blocked::join).hasCauseInstanceOf(QueueClosedException.class);
    SharedLock third = SharedLock.open(lock.address());
    lock.close();
    await().atMost(SOON).until(third::tryLock);
    third.close();
    assertThatThrownBy(third::tryLock).isInstanceOf(QueueClosedException.class);
    assertThatThrownBy(third::unlock).isInstanceOf(QueueClosedException.class);
    assertThatThrownBy(lock::unlock).isInstanceOf(QueueClosedException.class);
    assertThat(lock.toString()).contains("closed");
  }

  @Test
  void waitingIsRefusedWhereNothingMayBlock() {
    Mono<Boolean> blocking =
        Mono.fromCallable(
                () -> {
                  lock.lock();
                  return true;
                })
            .subscribeOn(Schedulers.parallel());
    StepVerifier.create(blocking).expectError(IllegalStateException.class).verify(SOON);
    StepVerifier.create(Mono.fromCallable(lock::tryLock).subscribeOn(Schedulers.parallel()))
        .expectNext(true)
        .expectComplete()
        .verify(SOON);
  }

  @Test
  void aSubscriptionHoldsItUntilTheEnd() {
    AtomicInteger inside = new AtomicInteger();
    Mono<Boolean> alone =
        Mono.delay(Duration.ofMillis(2))
            .map(t -> inside.incrementAndGet() == 1)
            .doOnNext(one -> inside.decrementAndGet());
    Flux<Boolean> many =
        Flux.range(0, 50).flatMap(i -> (i % 2 == 0 ? lock : other).withLock(alone), 50);
    StepVerifier.create(many.all(one -> one)).expectNext(true).expectComplete().verify(SOON);
    assertThat(lock.tryLock()).isTrue();
    lock.unlock();
  }

  @Test
  void itIsReleasedBeforeTheSignalIsPassedOn() {
    StepVerifier.create(lock.withLock(Mono.just("done")).map(done -> other.tryLock()))
        .expectNext(true)
        .verifyComplete();
  }

  @Test
  void errorAndCancellationReleaseIt() {
    StepVerifier.create(lock.withLock(Mono.error(new IllegalStateException("on purpose"))))
        .expectErrorMessage("on purpose")
        .verify(SOON);
    Disposable never = lock.withLock(Mono.never()).subscribe();
    assertThat(other.tryLock()).isFalse();
    never.dispose();
    assertThat(other.tryLock()).isTrue();
    other.unlock();
  }

  @Test
  void aCancelledWaitLeavesNothingBehind() {
    lock.lock();
    List<Disposable> waits = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      waits.add(other.withLock(Mono.never()).subscribe());
    }
    waits.forEach(Disposable::dispose);
    lock.unlock();
    assertThat(lock.tryLock()).isTrue();
    lock.unlock();
  }

  @Test
  void aNamedLockOutlivesItsHandles() {
    SharedLock named = SharedLock.named("shared-lock-test-" + UUID.randomUUID());
    try {
      URI address = named.address();
      named.close();
      SharedLock again = SharedLock.open(URI.create(address.toString()));
      assertThat(again.tryLock()).isTrue();
      again.close();
    } finally {
      SharedQueue.delete(named.address());
    }
    assertThatThrownBy(() -> SharedLock.open(named.address())).isInstanceOf(SluiceException.class);
  }

  @Test
  void aQueueIsNoLock() {
    try (SharedQueue<String> queue = SharedQueue.create(1, Codec.utf8())) {
      assertThatThrownBy(() -> SharedLock.open(queue.address()))
          .isInstanceOf(IncompatibleQueueException.class);
    }
    assertThatThrownBy(() -> SharedQueue.open(lock.address(), Codec.utf8()))
        .isInstanceOf(IncompatibleQueueException.class);
  }
}
