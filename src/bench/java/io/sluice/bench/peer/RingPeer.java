package io.sluice.bench.peer;

import io.sluice.bench.Payload;
import io.sluice.bench.Peer;
import io.sluice.bench.Run;
import io.sluice.ring.QueueSettings;
import io.sluice.ring.QueueSettings.Kind;
import io.sluice.ring.SharedMemoryEngine;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sluice's engine without Reactor: what the layers above it can reach at best. Items go in and come
 * out in runs of up to 64 and are settled one by one.
 */
public final class RingPeer implements Peer {
  static final int MAX_ITEM_BYTES = 1 << 26;
  private static final String FINGERPRINT = "bench";

  private @Nullable SharedMemoryEngine engine;

  @Override
  public String create(Run run) {
    URI address = URI.create("shm://" + run.endpoint() + "/queue");
    engine =
        SharedMemoryEngine.create(
            address,
            new QueueSettings(
                Kind.QUEUE,
                run.spec().maxSize(),
                run.spec().payload().bytes(),
                MAX_ITEM_BYTES,
                0,
                false,
                FINGERPRINT,
                null));
    return address.toString();
  }

  @Override
  public void produce(Run run) throws InterruptedException {
    new RingSender<>(open(run), run.spec().payload()).send(run);
  }

  @Override
  public void finish(Run run) {
    open(run).complete();
  }

  @Override
  public void consume(Run run) throws InterruptedException {
    new RingReceiver<>(open(run), run.spec().payload()).receive(run.meter());
  }

  /** How many items make a run: 64 small ones, fewer where they are large. */
  static int runLength(Payload<?> payload) {
    return Math.max(1, Math.min(64, (1 << 18) / payload.bytes()));
  }

  private SharedMemoryEngine open(Run run) {
    if (engine == null) {
      engine = SharedMemoryEngine.open(URI.create(run.endpoint()), Kind.QUEUE, FINGERPRINT, 0);
    }
    return Objects.requireNonNull(engine);
  }
}
