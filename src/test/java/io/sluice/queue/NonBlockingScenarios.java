package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.codec.Codec;
import io.sluice.queue.NonBlockingMain.Scenario;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** What is done on threads that must not block while BlockHound watches. */
abstract class NonBlockingScenarios {
  /** Those whose names begin so are to be caught: they prove that the others would be. */
  static final String CAUGHT = "caught: ";

  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Map<String, Scenario> scenarios = new LinkedHashMap<>();

  /** All, by name. Some talk to another JVM through its queue. */
  static Map<String, Scenario> all(URI remote) {
    Map<String, Scenario> all = new LinkedHashMap<>();
    all.putAll(new CaughtScenarios().scenarios());
    all.putAll(new SendingScenarios("small", Line::small).scenarios());
    all.putAll(new SendingScenarios("large", Line::large).scenarios());
    all.putAll(new ReceivingScenarios("small", Line::small).scenarios());
    all.putAll(new ReceivingScenarios("large", Line::large).scenarios());
    all.putAll(new EndingScenarios(remote).scenarios());
    return all;
  }

  static List<String> names() {
    return List.copyOf(all(URI.create("shm:none")).keySet());
  }

  /** An item: kept in a file of its own where the text is long. */
  record Line(int number, String text) {
    private static final String LONG = "long ".repeat(2_000);

    static Line small(int number) {
      return new Line(number, "short");
    }

    static Line large(int number) {
      return new Line(number, LONG);
    }
  }

  /** Items of one size. */
  interface Lines {
    Line get(int number);
  }

  final void add(String name, Scenario scenario) {
    scenarios.put(name, scenario);
  }

  final Map<String, Scenario> scenarios() {
    return scenarios;
  }

  static Codec<Line> codec() {
    return Codec.kryo(Line.class);
  }

  static SharedQueue<Line> create(int maxSize) {
    return SharedQueue.create(maxSize, codec());
  }

  static SharedQueue<Line> filled(int maxSize, Lines items) {
    SharedQueue<Line> queue = create(maxSize);
    for (int i = 0; i < maxSize; i++) {
      assertThat(queue.offer(items.get(i))).isTrue();
    }
    return queue;
  }

  /** Waits for what a scenario has begun. */
  static void waitFor(AtomicReference<CompletableFuture<Void>> begun) throws Exception {
    begun.get().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }
}
