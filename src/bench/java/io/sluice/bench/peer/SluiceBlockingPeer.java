package io.sluice.bench.peer;

import io.sluice.QueueClosedException;
import io.sluice.bench.Meter;
import io.sluice.bench.Payload;
import io.sluice.bench.Peer;
import io.sluice.bench.Run;
import io.sluice.queue.SharedQueue;

/** Sluice in java.util.concurrent's words: {@code put} on one side, {@code take} on the other. */
public final class SluiceBlockingPeer implements Peer {
  @Override
  public String create(Run run) {
    return Queues.create(run);
  }

  @Override
  public void produce(Run run) throws InterruptedException {
    produce(run, run.spec().payload());
  }

  @Override
  public void finish(Run run) {
    Queues.complete(run);
  }

  @Override
  public void consume(Run run) throws InterruptedException {
    consume(run, run.spec().payload());
  }

  private static <T> void produce(Run run, Payload<T> payload) throws InterruptedException {
    SharedQueue<T> queue = Queues.open(run, payload);
    for (long id = 0; !run.stopped(); id++) {
      T item = payload.create().apply(id);
      queue.put(item);
      run.meter().add(payload.id().applyAsLong(item));
    }
  }

  private static <T> void consume(Run run, Payload<T> payload) throws InterruptedException {
    SharedQueue<T> queue = Queues.open(run, payload);
    Meter meter = run.meter();
    try {
      while (true) {
        meter.add(payload.id().applyAsLong(queue.take()));
      }
    } catch (QueueClosedException e) {
      // The end of the stream, once it is drained.
    }
  }
}
