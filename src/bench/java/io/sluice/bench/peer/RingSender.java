package io.sluice.bench.peer;

import io.sluice.bench.Payload;
import io.sluice.bench.Run;
import io.sluice.codec.Codec;
import io.sluice.ring.Engine;
import io.sluice.ring.PutRun;
import io.sluice.ring.Signal;
import java.nio.BufferOverflowException;

/** Encodes a run of items, then puts it, waiting for room. */
final class RingSender<T> {
  private final PutRun items = new PutRun();
  private final Engine engine;
  private final Payload<T> payload;
  private final Codec<T> codec;
  private final Pause pause;
  private final int runLength;

  RingSender(Engine engine, Payload<T> payload) {
    this.engine = engine;
    this.payload = payload;
    this.codec = Queues.codec(payload);
    this.pause = new Pause(engine, Signal.ROOM);
    this.runLength = RingPeer.runLength(payload);
  }

  void send(Run run) throws InterruptedException {
    for (long id = 0; !run.stopped(); id++) {
      T item = payload.create().apply(id);
      add(item);
      run.meter().add(payload.id().applyAsLong(item));
      if (items.count() == runLength) {
        putAll();
      }
    }
    putAll();
  }

  private void add(T item) {
    boolean added = false;
    while (!added) {
      try {
        codec.encode(item, items.target());
        items.added();
        added = true;
      } catch (BufferOverflowException e) {
        items.grow(RingPeer.MAX_ITEM_BYTES);
      }
    }
  }

  private void putAll() throws InterruptedException {
    while (items.count() > 0) {
      int accepted = engine.put(items, Answers.NEVER_LATER);
      if (accepted == Engine.CLOSED) {
        throw new IllegalStateException("the queue was closed");
      }
      if (items.count() == 0) {
        pause.reset();
      } else {
        pause.await(accepted > 0);
      }
    }
  }
}
