package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Whoever waits holds no thread, however many there are. */
class ManyPendingTest {
  private static final int MANY = 10_000;
  private static final Duration PATIENCE = Duration.ofSeconds(50);

  /** Others' threads come and go; one for each that waits would be far more. */
  private static final int FEW = 100;

  @RegisterExtension final Handles handles = new Handles();

  /** Reactor makes as many as there are processors, when it first needs them. */
  @BeforeEach
  void startReactorsThreads() {
    Flux.range(0, 64)
        .flatMap(i -> Mono.delay(Duration.ofMillis(1), Schedulers.parallel()), 64)
        .blockLast();
  }

  private static int threads() {
    return (int)
        Thread.getAllStackTraces().keySet().stream()
            .map(Thread::getName)
            .filter(name -> !name.startsWith("awaitility"))
            .count();
  }

  @Test
  void sendsWaitOnNoThreadAndAreAcceptedInOrder() {
    SharedQueue<Integer> queue = handles.filled(3, 3);
    SharedQueue<Integer> other = handles.another(queue);
    int before = threads();
    AtomicInteger accepted = new AtomicInteger();
    for (int i = 0; i < MANY; i++) {
      queue.send(i).subscribe(nothing -> {}, failure -> {}, accepted::incrementAndGet);
    }
    assertThat(threads()).isLessThan(before + FEW);
    assertThat(accepted).hasValue(0);
    List<Integer> taken = other.receive().take(3 + MANY).collectList().block(PATIENCE);
    assertThat(taken.subList(3, taken.size())).isEqualTo(IntStream.range(0, MANY).boxed().toList());
    await().atMost(PATIENCE).until(() -> accepted.get() == MANY);
    Handles.assertAllRoomIsThere(queue);
  }

  @Test
  void cancelledSendsLeaveNothingBehind() {
    SharedQueue<Integer> queue = handles.filled(3, 3);
    List<Disposable> waiting = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      waiting.add((i % 2 == 0 ? queue.send(-1) : queue.send(-1, PATIENCE)).subscribe());
    }
    waiting.forEach(Disposable::dispose);
    assertThat(Handles.drain(queue)).containsExactly(0, 1, 2);
    Handles.assertAllRoomIsThere(queue);
    assertThat(queue.send(7).then(queue.receiveOne()).block(PATIENCE)).isEqualTo(7);
  }

  @Test
  void receivesWaitOnNoThreadAndGetAnItemEach() {
    SharedQueue<Integer> queue = handles.create(64);
    SharedQueue<Integer> other = handles.another(queue);
    int before = threads();
    ConcurrentLinkedQueue<Integer> received = new ConcurrentLinkedQueue<>();
    for (int i = 0; i < MANY; i++) {
      queue.receiveOne().subscribe(received::add);
    }
    assertThat(threads()).isLessThan(before + FEW);
    other.sendAll(Flux.range(0, MANY)).block(PATIENCE);
    await().atMost(PATIENCE).until(() -> received.size() == MANY);
    assertThat(received).containsExactlyInAnyOrderElementsOf(Flux.range(0, MANY).toIterable());
    Handles.assertAllRoomIsThere(queue);
  }

  @Test
  void cancelledReceivesLeaveNothingBehind() {
    SharedQueue<Integer> queue = handles.create(3);
    List<Disposable> waiting = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      waiting.add((i % 2 == 0 ? queue.receiveOne() : queue.receiveOne(PATIENCE)).subscribe());
    }
    waiting.forEach(Disposable::dispose);
    Handles.fill(queue, 3);
    Depth.stays(queue, 3, 0);
    assertThat(Handles.drain(queue)).containsExactly(0, 1, 2);
    Handles.assertAllRoomIsThere(queue);
  }
}
