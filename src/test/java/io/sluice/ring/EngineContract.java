package io.sluice.ring;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;

/**
 * What every {@link Engine} has to keep, sentence by sentence of its contract. A new engine's test
 * extends this and says how handles on its queues are made.
 */
abstract class EngineContract implements ItemsContract, WaitingContract, EndContract {
  private final List<EngineHandle> open = new CopyOnWriteArrayList<>();

  /** Creates a queue of that bound. */
  abstract Engine createEngine(int maxSize);

  /** One more handle on a queue. */
  abstract Engine openEngine(Engine known);

  @Override
  public final EngineHandle create(int maxSize) {
    return add(createEngine(maxSize));
  }

  @Override
  public final EngineHandle another(EngineHandle known) {
    return add(openEngine(known.engine));
  }

  private EngineHandle add(Engine engine) {
    EngineHandle handle = new EngineHandle(engine);
    open.add(handle);
    return handle;
  }

  @AfterEach
  void closeHandles() {
    open.forEach(EngineHandle::close);
  }
}
