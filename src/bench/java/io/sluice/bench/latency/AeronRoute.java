package io.sluice.bench.latency;

import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.logbuffer.FragmentHandler;
import io.sluice.bench.peer.AeronPeer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.YieldingIdleStrategy;

/** Aeron IPC as {@link AeronPeer} sets it up: its receiver polls and never sleeps. */
final class AeronRoute implements Route {
  private static final int POLL_LIMIT = 256;

  private String directory = "";

  @Override
  public String create(String workspace) {
    directory = AeronPeer.launchDriver(workspace);
    return directory;
  }

  @Override
  public void receive(Arrivals arrivals) {
    Image image = AeronPeer.awaitImage(directory);
    byte[] message = new byte[Timetable.MESSAGE_BYTES];
    FragmentHandler handler =
        (buffer, offset, length, header) -> {
          buffer.getBytes(offset, message);
          arrivals.arrived(message);
        };
    while (!arrivals.areComplete()) {
      YieldingIdleStrategy.INSTANCE.idle(image.poll(handler, POLL_LIMIT));
    }
  }

  @Override
  public Departures open(String endpoint) {
    ExclusivePublication publication = AeronPeer.connectPublication(endpoint);
    UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    return message -> {
      buffer.wrap(message);
      while (publication.offer(buffer) < 0) {
        YieldingIdleStrategy.INSTANCE.idle();
      }
    };
  }
}
