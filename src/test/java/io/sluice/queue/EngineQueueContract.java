package io.sluice.queue;

import io.sluice.ring.Engine;
import org.junit.jupiter.api.AfterEach;

/**
 * What a queue does, whatever engine is below it and whenever that answers. A new engine's test
 * extends this and {@code EngineContract}.
 */
abstract class EngineQueueContract
    implements ReceivingContract, DeliveryContract, SendingContract, ClosingContract {
  private final EngineQueues queues = new EngineQueues(this::engine);

  /** The engine that is to be tested, made of one in shared memory. */
  abstract Engine engine(Engine sharedMemory);

  @Override
  public final EngineQueues queues() {
    return queues;
  }

  @AfterEach
  void closeQueues() {
    queues.close();
  }
}
