package io.sluice.ring;

import java.net.URI;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/** Engines in shared memory for tests: anonymous queues, with a block that is soon too small. */
public final class TestEngines {
  /** Larger items go to a file each. */
  public static final int QUICK_ITEM = 64;

  private static final String FINGERPRINT = "test";
  private static final Map<Engine, URI> ADDRESSES =
      Collections.synchronizedMap(new WeakHashMap<>());

  private TestEngines() {}

  /** Creates a queue. */
  public static Engine create(int maxSize) {
    return create(maxSize, 0);
  }

  /** Creates a queue whose items are delivered so often at most. */
  public static Engine create(int maxSize, int maxAttempts) {
    URI address = ShmAddress.anonymous(null);
    QueueSettings settings =
        new QueueSettings(
            QueueSettings.Kind.QUEUE,
            maxSize,
            QUICK_ITEM,
            1 << 20,
            maxAttempts,
            true,
            FINGERPRINT,
            null);
    return remember(address, SharedMemoryEngine.create(address, settings));
  }

  /** One more handle on a queue made here. */
  public static Engine another(Engine known) {
    URI address = ADDRESSES.get(known);
    return remember(
        address, SharedMemoryEngine.open(address, QueueSettings.Kind.QUEUE, FINGERPRINT, 0));
  }

  private static Engine remember(URI address, Engine engine) {
    ADDRESSES.put(engine, address);
    return engine;
  }
}
