package io.sluice.bench.peer;

import io.sluice.bench.Meter;
import io.sluice.bench.Payload;
import io.sluice.codec.Codec;
import io.sluice.ring.Engine;
import io.sluice.ring.Signal;
import io.sluice.ring.TakeRun;

/** Takes runs of items, decodes and settles each by itself. */
final class RingReceiver<T> {
  private final Payload<T> payload;
  private final Codec<T> codec;
  private final TakeRun items;
  private final Pause pause;
  private final int runLength;

  RingReceiver(Engine engine, Payload<T> payload) {
    this.payload = payload;
    this.codec = Queues.codec(payload);
    this.runLength = RingPeer.runLength(payload);
    this.items = engine.takeRun(runLength, Answers.NEVER_LATER);
    this.pause = new Pause(engine, Signal.ITEMS);
  }

  /** Receives until the end of the stream. */
  void receive(Meter meter) throws InterruptedException {
    for (int taken = items.take(runLength); taken != Engine.CLOSED; taken = items.take(runLength)) {
      if (taken > 0) {
        handle(taken, meter);
        pause.reset();
      } else {
        pause.await(false);
      }
    }
  }

  private void handle(int taken, Meter meter) {
    for (int i = 0; i < taken; i++) {
      T item = codec.decode(items.payload(i));
      if (items.settle(i) == 1) {
        meter.add(payload.id().applyAsLong(item));
      }
    }
    items.finishAndGoOn();
  }
}
