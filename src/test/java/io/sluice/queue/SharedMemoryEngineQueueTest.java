package io.sluice.queue;

import io.sluice.ring.Engine;

/** Queues over the engine in shared memory, which answers at once. */
class SharedMemoryEngineQueueTest extends EngineQueueContract {
  @Override
  Engine engine(Engine sharedMemory) {
    return sharedMemory;
  }
}
