package io.sluice.bench.recovery;

import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.logbuffer.BufferClaim;
import io.aeron.logbuffer.FragmentHandler;
import io.sluice.bench.Parent;
import io.sluice.bench.peer.AeronPeer;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

/**
 * Aeron IPC with a driver of its own and all its time-outs as they are: a publication that the
 * writers share, and readers each of which gets every message. Its writer can be made to die
 * between claiming room and committing, as any process may that dies while it writes.
 */
final class AeronCrowd implements Crowd {
  private static final int POLL_LIMIT = 256;

  private final IdleStrategy idle = YieldingIdleStrategy.INSTANCE;

  @Override
  public String create(String workspace) {
    return AeronPeer.launchDriver(workspace);
  }

  @Override
  public void write(String endpoint, Tally tally) throws InterruptedException {
    Publication publication =
        AeronPeer.connect(endpoint).addPublication(AeronPeer.CHANNEL, AeronPeer.STREAM);
    BufferClaim claim = new BufferClaim();
    byte[] item = Item.of(tally.index());
    while (!tally.isEnough()) {
      while (publication.tryClaim(item.length, claim) < 0) {
        idle.idle();
      }
      claim.buffer().putBytes(claim.offset(), item);
      if (tally.isStalling()) {
        Parent.awaitEnd();
      }
      claim.commit();
      tally.count();
    }
  }

  @Override
  public void read(String endpoint, Journal journal) {
    Subscription subscription =
        AeronPeer.connect(endpoint).addSubscription(AeronPeer.CHANNEL, AeronPeer.STREAM);
    FragmentHandler handler =
        (buffer, offset, length, header) -> journal.received(buffer.getByte(offset));
    while (true) {
      idle.idle(subscription.poll(handler, POLL_LIMIT));
    }
  }

  @Override
  public void finish(String endpoint) {}
}
