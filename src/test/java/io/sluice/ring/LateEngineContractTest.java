package io.sluice.ring;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The engine that answers later, which other tests rest upon, keeps the contract too. */
class LateEngineContractTest extends EngineContract {
  private static ExecutorService executor;

  private final Map<Engine, Engine> wrapped = new ConcurrentHashMap<>();

  @BeforeAll
  static void startThreads() {
    executor = Executors.newFixedThreadPool(4);
  }

  @AfterAll
  static void stopThreads() {
    executor.shutdown();
  }

  @Override
  Engine createEngine(int maxSize) {
    return late(TestEngines.create(maxSize));
  }

  @Override
  Engine openEngine(Engine known) {
    return late(TestEngines.another(wrapped.get(known)));
  }

  private Engine late(Engine engine) {
    Engine late = new LateEngine(engine, executor);
    wrapped.put(late, engine);
    return late;
  }
}
