package io.sluice.ring;

/** The engine in shared memory keeps the contract. */
class SharedMemoryEngineContractTest extends EngineContract {
  @Override
  Engine createEngine(int maxSize) {
    return TestEngines.create(maxSize);
  }

  @Override
  Engine openEngine(Engine known) {
    return TestEngines.another(known);
  }
}
