package io.sluice.queue;

import io.sluice.ring.Engine;
import io.sluice.ring.LateEngine;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Queues over an engine that answers later. */
class LateEngineQueueTest extends EngineQueueContract {
  private static ExecutorService executor;

  @BeforeAll
  static void startThreads() {
    executor = Executors.newFixedThreadPool(4);
  }

  @AfterAll
  static void stopThreads() {
    executor.shutdown();
  }

  @Override
  Engine engine(Engine sharedMemory) {
    return new LateEngine(sharedMemory, executor);
  }
}
