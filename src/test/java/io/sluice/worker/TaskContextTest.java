package io.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.CodecException;
import io.sluice.codec.Codec;
import io.sluice.codec.KryoCodec;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** What goes along with tasks: reports, values of the context, output, a codec, an initializer. */
@Timeout(120)
class TaskContextTest {
  @TempDir Path directory;

  record Step(int done, int of) {}

  record Other(int n) {}

  static int steps(int count) {
    for (int i = 0; i < count; i++) {
      TaskContext.current().report(new Step(i, count));
    }
    return count;
  }

  @Test
  void reportsComeInOrderAndBeforeTheResult() {
    Queue<Object> seen = new ConcurrentLinkedQueue<>();
    try (WorkerPool pool = Pools.of(1).build()) {
      pool.call(TaskContextTest::steps, 500)
          .doOnNext(seen::add)
          .contextWrite(WorkerPool.onProgress(seen::add))
          .block(Pools.PATIENCE);
      assertThat(seen).hasSize(501).endsWith(500);
      assertThat(seen.stream().limit(500).toList())
          .isEqualTo(IntStream.range(0, 500).mapToObj(i -> new Step(i, 500)).toList());
      // Where nobody listens they are dropped.
      assertThat(pool.call(TaskContextTest::steps, 500).block(Pools.PATIENCE)).isEqualTo(500);
    }
  }

  @Test
  void reportsAreSeenWhileTheTaskRuns() {
    Gate gate = new Gate(directory);
    Queue<Object> seen = new ConcurrentLinkedQueue<>();
    try (WorkerPool pool = Pools.of(1).build()) {
      Disposable call =
          pool.call(
                  (Gate it) -> {
                    TaskContext.current().report("begun");
                    return it.pass();
                  },
                  gate)
              .contextWrite(WorkerPool.onProgress(seen::add))
              .subscribe();
      await().atMost(Pools.PATIENCE).until(() -> seen.contains("begun"));
      assertThat(call.isDisposed()).isFalse();
      gate.open();
      await().atMost(Pools.PATIENCE).until(call::isDisposed);
    }
  }

  @Test
  void aListenerThatFailsIsNotTheTasksConcern() {
    try (WorkerPool pool = Pools.of(1).build()) {
      int result =
          pool.call(TaskContextTest::steps, 3)
              .contextWrite(
                  WorkerPool.onProgress(
                      it -> {
                        throw new IllegalStateException("on purpose");
                      }))
              .block(Pools.PATIENCE);
      assertThat(result).isEqualTo(3);
    }
  }

  @Test
  void contextAndLogContextTravel() {
    RemoteCallable<List<String>> values =
        () ->
            List.of(
                String.valueOf(TaskContext.current().value("traceparent")),
                String.valueOf(TaskContext.current().value("user")),
                String.valueOf(org.slf4j.MDC.get("user")),
                String.valueOf(TaskContext.current().value("secret")));
    try (WorkerPool pool = Pools.of(1).contextKeys("traceparent", "user").build()) {
      org.slf4j.MDC.put("user", "ann");
      List<String> seen =
          pool.call(values)
              .contextWrite(it -> it.put("traceparent", "00-1-2-01").put("secret", "x"))
              .block(Pools.PATIENCE);
      org.slf4j.MDC.remove("user");
      // slf4j-simple has an MDC that forgets; what the context has is there all the same.
      assertThat(seen.get(0)).isEqualTo("00-1-2-01");
      assertThat(seen.get(3)).isEqualTo("null");
      List<String> next =
          pool.call(values).contextWrite(it -> it.put("user", "bob")).block(Pools.PATIENCE);
      assertThat(next.get(0)).isEqualTo("null");
      assertThat(next.get(1)).isEqualTo("bob");
    }
  }

  @Test
  void outsideOfATaskThereIsNoContext() {
    assertThatThrownBy(TaskContext::current).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void outputGoesToTheLogWithTheWorkersName() {
    try (LoggedLines logged = new LoggedLines("io.sluice.worker.output")) {
      try (WorkerPool pool = Pools.of(1).name("prints").build()) {
        long pid =
            pool.call(
                    it -> {
                      System.out.println(it);
                      System.err.println("and this");
                      return ProcessHandle.current().pid();
                    },
                    "says this")
                .block(Pools.PATIENCE);
        await()
            .atMost(Pools.PATIENCE)
            .untilAsserted(
                () ->
                    assertThat(logged.lines())
                        .contains(
                            "[prints-1 pid " + pid + "] says this",
                            "[prints-1 pid " + pid + "] and this"));
      }
    }
  }

  static Codec<Object> stepsOnly() {
    return KryoCodec.builder(Object.class).register(Step.class).build();
  }

  @Test
  void aCodecOfOnesOwnTightensWhatIsSent() {
    try (WorkerPool pool = Pools.of(1).codec(TaskContextTest::stepsOnly).build()) {
      Step step = pool.call(it -> new Step(it.done() + 1, it.of()), new Step(1, 2)).block();
      assertThat(step).isEqualTo(new Step(2, 2));
      assertThatThrownBy(() -> pool.call(it -> 1, new Other(1)).block(Pools.PATIENCE))
          .isInstanceOf(CodecException.class)
          .hasMessageContaining("Other");
      assertThatThrownBy(() -> pool.call(it -> new Other(1), 1).block(Pools.PATIENCE))
          .isInstanceOf(CodecException.class)
          .hasMessageContaining("Other");
    }
  }

  private static int initialized;

  @Test
  void theInitializerRunsOnceInEachWorker() {
    try (WorkerPool pool = Pools.of(1).initializer(() -> initialized++).build()) {
      List<Integer> seen =
          Flux.range(0, 10)
              .transform(pool.<Integer, Integer>map(n -> initialized))
              .collectList()
              .block(Pools.PATIENCE);
      assertThat(seen).hasSize(10).containsOnly(1);
      assertThat(initialized).isZero();
    }
  }
}
