package io.sluice.bench.peer;

import io.aeron.FragmentAssembler;
import io.aeron.Image;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import io.sluice.bench.Meter;
import io.sluice.bench.Payload;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

/** Copies each item out of Aeron's buffer and decodes it. */
final class AeronReceiver<T> implements FragmentHandler {
  private static final int POLL_LIMIT = 256;
  private static final int LEAST_ROOM = 1 << 10;

  private final IdleStrategy idle = YieldingIdleStrategy.INSTANCE;
  private final Payload<T> payload;
  private final Decoder<T> decoder;
  private final boolean keeping;
  private final byte[] bytes;
  private final Meter meter;
  private boolean ended;

  AeronReceiver(Payload<T> payload, boolean keeping, Meter meter) {
    this.payload = payload;
    this.decoder = Decoder.of(payload);
    this.keeping = keeping && payload.isRaw();
    this.bytes = new byte[Math.max(LEAST_ROOM, payload.bytes())];
    this.meter = meter;
  }

  /** Receives until the end of the stream. */
  void receive(Image image) {
    boolean comesWhole = payload.bytes() <= image.mtuLength() / 2;
    FragmentHandler handler = comesWhole ? this : new FragmentAssembler(this, payload.bytes());
    while (!ended) {
      idle.idle(image.poll(handler, POLL_LIMIT));
    }
  }

  @Override
  public void onFragment(DirectBuffer buffer, int offset, int length, Header header) {
    if (length == AeronSender.END_BYTES) {
      ended = true;
      return;
    }
    byte[] target = keeping ? new byte[length] : bytes;
    buffer.getBytes(offset, target, 0, length);
    meter.add(payload.id().applyAsLong(decoder.decode(target, length)));
  }
}
