package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.codec.Codec;
import io.sluice.ring.Engine;
import io.sluice.ring.FailingEngine;
import io.sluice.ring.StrictEngine;
import io.sluice.ring.TestEngines;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Queues over engines of any kind, whose use of the engine is watched. */
final class EngineQueues implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Cannot be encoded. */
  static final String BAD = "bad";

  /** What begins so can be encoded but not decoded. */
  static final String UNREADABLE = "unreadable";

  private final UnaryOperator<Engine> kind;
  private final Map<SharedQueue<String>, Engine> made = new ConcurrentHashMap<>();
  private final List<StrictEngine> watched = new ArrayList<>();
  private final List<FailingEngine> failing = new ArrayList<>();

  /** {@code kind} makes of an engine in shared memory the one that the queues stand on. */
  EngineQueues(UnaryOperator<Engine> kind) {
    this.kind = kind;
  }

  SharedQueue<String> create(int maxSize) {
    return create(maxSize, 0);
  }

  SharedQueue<String> create(int maxSize, int maxAttempts) {
    return over(TestEngines.create(maxSize, maxAttempts));
  }

  /** One more handle on its queue. */
  SharedQueue<String> another(SharedQueue<String> known) {
    return over(TestEngines.another(made.get(known)));
  }

  private SharedQueue<String> over(Engine engine) {
    FailingEngine fragile = new FailingEngine(engine);
    StrictEngine strict = new StrictEngine(kind.apply(fragile));
    SharedQueue<String> queue =
        new EngineQueue<>(URI.create("test:queue"), new PickyCodec(), strict);
    made.put(queue, engine);
    watched.add(strict);
    failing.add(fragile);
    return queue;
  }

  /** A string that is kept in a file of its own. */
  static String large(char letter) {
    return String.valueOf(letter).repeat(TestEngines.QUICK_ITEM * 50);
  }

  /** The next operation of a queue's engine throws. */
  void failNext(RuntimeException failure) {
    failing.forEach(engine -> engine.failNext(failure));
  }

  /** What is in the queue, taken out of it. */
  static <T> List<T> drain(SharedQueue<T> queue) {
    List<T> items = new ArrayList<>();
    for (T item = queue.poll(); item != null; item = queue.poll()) {
      items.add(item);
    }
    return items;
  }

  static void put(SharedQueue<String> queue, String... items) {
    for (String item : items) {
      assertThat(queue.offer(item)).isTrue();
    }
  }

  /** Waits until so many items are ready and none is in anybody's hands. */
  static void expectSize(SharedQueue<String> queue, int size) {
    await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(PATIENCE)
        .until(() -> queue.size() == size && queue.inFlight() == 0);
  }

  void expectNoWaiters() {
    await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(PATIENCE)
        .until(() -> watched.stream().allMatch(engine -> engine.waiting() == 0));
  }

  @Override
  public void close() {
    made.keySet().forEach(SharedQueue::close);
    expectNoWaiters();
    assertThat(watched).flatMap(StrictEngine::violations).isEmpty();
  }

  /** Text, but for two words. */
  private static final class PickyCodec implements Codec<String> {
    @Override
    public void encode(String item, ByteBuffer target) {
      if (item.equals(BAD)) {
        throw new IllegalArgumentException("bad to encode");
      }
      target.put(item.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String decode(ByteBuffer source) {
      String item = StandardCharsets.UTF_8.decode(source).toString();
      if (item.startsWith(UNREADABLE)) {
        throw new IllegalArgumentException("bad to decode");
      }
      return item;
    }

    @Override
    public String fingerprint() {
      return "picky";
    }
  }
}
