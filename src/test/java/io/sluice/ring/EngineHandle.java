package io.sluice.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
import java.util.function.ToIntFunction;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * An engine under test, with words for items, whose answers are waited for when they come later.
 */
final class EngineHandle {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  final Engine engine;

  EngineHandle(Engine engine) {
    this.engine = engine;
  }

  /** What an operation comes to, whenever the answer comes. */
  private int answer(AtomicReference<CompletableFuture<Integer>> coming, ToIntFunction<Engine> op) {
    CompletableFuture<Integer> answer = new CompletableFuture<>();
    coming.set(answer);
    int result = op.applyAsInt(engine);
    if (result != Engine.LATER) {
      return result;
    }
    assertThat(engine.answersAtOnce()).as("answers at once, it says").isFalse();
    try {
      return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | InterruptedException e) {
      throw new AssertionError("no answer", e);
    } catch (java.util.concurrent.ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure ? failure : new CompletionException(e);
    }
  }

  private static Engine.Answer completing(AtomicReference<CompletableFuture<Integer>> coming) {
    return new Engine.Answer() {
      @Override
      public void answered(int result, @Nullable Throwable failure) {
        boolean first =
            failure == null
                ? coming.get().complete(result)
                : coming.get().completeExceptionally(failure);
        if (!first) {
          throw new AssertionError("answered twice");
        }
      }
    };
  }

  static PutRun run(String... items) {
    PutRun run = new PutRun();
    for (String item : items) {
      run.add(item.getBytes(StandardCharsets.UTF_8));
    }
    return run;
  }

  int put(String... items) {
    return put(run(items));
  }

  int put(PutRun run) {
    AtomicReference<CompletableFuture<Integer>> coming = new AtomicReference<>();
    return answer(coming, to -> to.put(run, completing(coming)));
  }

  /** Puts items of which each has to be accepted. */
  void putAll(String... items) {
    PutRun run = run(items);
    while (run.count() > 0) {
      assertThat(put(run)).isPositive();
    }
  }

  Taking taking(int most) {
    return new Taking(most);
  }

  /** Takes, settles and finishes: the items, as many as one take brings. */
  List<String> receive(int most) {
    Taking taking = taking(most);
    taking.take(most);
    List<String> items = taking.items();
    for (int item = 0; item < items.size(); item++) {
      assertThat(taking.settle(item)).isEqualTo(1);
    }
    taking.run.finish();
    return items;
  }

  List<String> receiveAll() {
    List<String> all = new ArrayList<>();
    List<String> some = receive(64);
    while (!some.isEmpty()) {
      all.addAll(some);
      some = receive(64);
    }
    return all;
  }

  /** Tries until the result is neither nothing nor draining, asleep in between. */
  int waiting(Signal signal, IntSupplier attempt) throws InterruptedException {
    Sleeper sleeper = new Sleeper(engine);
    int result = attempt.getAsInt();
    while (result == Engine.NONE || result == Engine.DRAINING) {
      sleeper.sleep(result == Engine.NONE ? signal : Signal.SETTLED);
      result = attempt.getAsInt();
    }
    sleeper.getUp();
    return result;
  }

  Woken await(Signal signal) {
    Woken waiter = new Woken();
    engine.await(signal, waiter);
    return waiter;
  }

  void close() {
    CompletableFuture<Void> gone = engine.close().toCompletableFuture();
    Awaitility.await("the end of a handle")
        .pollInterval(Duration.ofMillis(1))
        .atMost(PATIENCE)
        .until(gone::isDone);
  }

  /** A run of the engine. */
  final class Taking {
    final TakeRun run;
    private final AtomicReference<CompletableFuture<Integer>> coming = new AtomicReference<>();
    private int taken;

    Taking(int most) {
      this.run = engine.takeRun(most, completing(coming));
    }

    int take(int most) {
      int result = answer(coming, any -> run.take(most));
      taken = Math.max(0, result);
      return result;
    }

    int settle(int item) {
      return answer(coming, any -> run.settle(item));
    }

    String item(int item) {
      ByteBuffer payload = run.payload(item);
      assertThat(payload.hasArray()).as("on the heap").isTrue();
      assertThat(payload.remaining()).isEqualTo(run.length(item));
      int from = payload.arrayOffset() + payload.position();
      byte[] bytes = Arrays.copyOfRange(payload.array(), from, from + payload.remaining());
      return new String(bytes, StandardCharsets.UTF_8);
    }

    List<String> items() {
      List<String> items = new ArrayList<>();
      for (int item = 0; item < taken; item++) {
        items.add(item(item));
      }
      return items;
    }
  }
}
