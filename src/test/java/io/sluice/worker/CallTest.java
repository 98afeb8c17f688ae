package io.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.CodecException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Calls: what goes there, what comes back, and on which thread. */
@Timeout(120)
class CallTest {
  private static WorkerPool pool;

  @BeforeAll
  static void open() {
    pool = Pools.of(2).build();
  }

  @AfterAll
  static void close() {
    pool.close();
  }

  private static <R> R get(Mono<R> call) {
    return call.block(Pools.PATIENCE);
  }

  static String shout(String text) {
    return text.toUpperCase(java.util.Locale.ROOT);
  }

  private static String shouted(String text) {
    return get(pool.call(CallTest::shout, text));
  }

  static long pid(Object ignored) {
    return ProcessHandle.current().pid();
  }

  /** Of no registered class, and with a cycle. */
  static final class Person {
    String name = "";
    List<Person> friends = new ArrayList<>();
  }

  record Trip(Instant start, Map<String, List<Integer>> legs, Object picture) {}

  @Test
  void methodReferenceRunsElsewhere() {
    assertThat(shouted("tea")).isEqualTo("TEA");
    long worker = get(pool.call(CallTest::pid, "any"));
    assertThat(worker).isNotEqualTo(ProcessHandle.current().pid());
    assertThat(pool.stats().pids()).contains(worker);
  }

  @Test
  void lambdasTakeAlongWhatTheyCapture() {
    int factor = 7;
    int product = get(pool.call(n -> n * factor, 6));
    assertThat(product).isEqualTo(42);
    List<String> words = new ArrayList<>(List.of("a", "b"));
    String joined = get(pool.call(() -> String.join("+", words)));
    assertThat(joined).isEqualTo("a+b");
  }

  @Test
  void anyClassIsSent() {
    Trip trip = new Trip(Instant.EPOCH, Map.of("north", List.of(1, 2)), new byte[] {1, 2, 3});
    Trip back = get(pool.call(it -> it, trip));
    assertThat(back).usingRecursiveComparison().isEqualTo(trip);
    Person ann = new Person();
    ann.name = "Ann";
    ann.friends.add(ann);
    Person same =
        get(
            pool.call(
                it -> {
                  it.name = it.name + "!";
                  return it;
                },
                ann));
    assertThat(same.name).isEqualTo("Ann!");
    assertThat(same.friends.get(0)).isSameAs(same);
    assertThat(ann.name).isEqualTo("Ann");
  }

  @Test
  void largeArgumentsAndResults() {
    byte[] large = new byte[5_000_000];
    large[large.length - 1] = 7;
    byte[] back = get(pool.call((byte[] it) -> it, large));
    assertThat(back).isEqualTo(large);
  }

  @Test
  void nullResultCompletesEmpty() {
    assertThat(pool.call(it -> null, "any").hasElement().block(Pools.PATIENCE)).isFalse();
  }

  @Test
  void everySubscriptionIsACall() {
    AtomicInteger lookedAt = new AtomicInteger();
    Mono<Integer> call = Mono.defer(() -> pool.call(n -> n + 1, lookedAt.incrementAndGet()));
    assertThat(lookedAt).hasValue(0);
    int result = get(call);
    assertThat(result).isEqualTo(2);
    Mono<Long> cold = pool.call(CallTest::pid, "any");
    long before = pool.stats().completed();
    get(cold);
    get(cold);
    assertThat(pool.stats().completed()).isEqualTo(before + 2);
  }

  @Test
  void whatTheTaskThrows() {
    assertThatThrownBy(
            () ->
                get(
                    pool.call(
                        it -> {
                          throw new java.io.IOException("no " + it, new IllegalStateException("x"));
                        },
                        "tea")))
        .isInstanceOfSatisfying(
            RemoteTaskException.class,
            e -> {
              assertThat(e.remoteClassName()).isEqualTo("java.io.IOException");
              assertThat(e.remoteMessage()).isEqualTo("no tea");
              assertThat(e.remoteStackTrace())
                  .contains("CallTest")
                  .contains("Caused by: java.lang.IllegalStateException: x");
              assertThat(e).hasMessageContaining("java.io.IOException: no tea");
              assertThat(e.getCause()).hasMessageContaining("CallTest");
            });
    assertThat(shouted("on")).isEqualTo("ON");
  }

  private static int dive(int depth) {
    return depth < 0 ? 0 : dive(depth + 1) + 1;
  }

  @Test
  void stackOverflowIsTheTasksOwn() {
    long restarts = pool.stats().restarts();
    assertThatThrownBy(() -> get(pool.call(CallTest::dive, 1)))
        .isInstanceOf(RemoteTaskException.class)
        .hasMessageContaining("StackOverflowError");
    assertThat(shouted("on")).isEqualTo("ON");
    assertThat(pool.stats().restarts()).isEqualTo(restarts);
  }

  @Test
  void whatCannotBeSent() {
    Thread thread = new Thread();
    Object hidden = (Runnable) () -> {};
    assertThatThrownBy(() -> get(pool.call(() -> thread.getName())))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("java.lang.Thread");
    assertThatThrownBy(() -> get(pool.call(it -> "x", hidden))).isInstanceOf(CodecException.class);
    assertThatThrownBy(() -> get(pool.call(it -> new Thread(), "x")))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("java.lang.Thread");
    assertThat(shouted("on")).isEqualTo("ON");
  }

  @Test
  void nullsAreTheCallers() {
    assertThatThrownBy(() -> pool.call(CallTest::shout, null))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> pool.call((RemoteFunction<String, String>) null, "x"))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> pool.call(CallTest::shout, "x", null))
        .isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> pool.call(CallTest::shout, "x", Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void resultsAndErrorsComeOnParallel() {
    String on = pool.call(CallTest::shout, "x").map(it -> Thread.currentThread().getName()).block();
    assertThat(on).startsWith("parallel-");
    String failedOn =
        pool.<String, String>call(
                it -> {
                  throw new IllegalStateException();
                },
                "x")
            .onErrorResume(e -> Mono.just(Thread.currentThread().getName()))
            .block();
    assertThat(failedOn).startsWith("parallel-");
  }

  @Test
  void manyAtOnce() {
    try (WorkerPool wide = Pools.of(2).queueCapacity(1_000).build()) {
      List<Integer> results =
          Flux.range(0, 1_000)
              .flatMap(n -> wide.call(i -> i + 1, n), 1_000)
              .collectList()
              .block(Pools.PATIENCE);
      assertThat(results).hasSize(1_000).doesNotHaveDuplicates();
      assertThat(wide.stats().completed()).isEqualTo(1_000);
      assertThat(wide.stats().rejected()).isZero();
    }
  }
}
