package io.sluice.bench.peer;

import io.aeron.ExclusivePublication;
import io.aeron.logbuffer.BufferClaim;
import io.sluice.bench.Payload;
import io.sluice.bench.Run;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.YieldingIdleStrategy;

/** Copies encoded items into claimed space where they fit a fragment, and has the others cut up. */
final class AeronSender<T> {
  /** Shorter than any item. */
  static final int END_BYTES = 1;

  private final IdleStrategy idle = YieldingIdleStrategy.INSTANCE;
  private final BufferClaim claim = new BufferClaim();
  private final UnsafeBuffer whole = new UnsafeBuffer(0, 0);
  private final ExclusivePublication publication;
  private final Payload<T> payload;
  private final Encoder<T> encoder;

  AeronSender(ExclusivePublication publication, Payload<T> payload) {
    this.publication = publication;
    this.payload = payload;
    this.encoder = Encoder.of(payload);
  }

  void send(Run run) {
    for (long id = 0; !run.stopped(); id++) {
      T item = payload.create().apply(id);
      int length = encoder.encode(item);
      if (length <= publication.maxPayloadLength()) {
        claim(length);
      } else {
        offer(length);
      }
      run.meter().add(payload.id().applyAsLong(item));
    }
  }

  static void end(ExclusivePublication publication) {
    UnsafeBuffer end = new UnsafeBuffer(new byte[END_BYTES]);
    while (publication.offer(end) < 0) {
      YieldingIdleStrategy.INSTANCE.idle();
    }
  }

  private void claim(int length) {
    while (publication.tryClaim(length, claim) < 0) {
      idle.idle();
    }
    claim.buffer().putBytes(claim.offset(), encoder.bytes(), 0, length);
    claim.commit();
  }

  private void offer(int length) {
    whole.wrap(encoder.bytes(), 0, length);
    while (publication.offer(whole, 0, length) < 0) {
      idle.idle();
    }
  }
}
