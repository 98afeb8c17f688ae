package io.sluice.bench.recovery;

import io.sluice.QueueClosedException;
import io.sluice.queue.SharedQueue;

/** Sluice with {@code put} and {@code take}. Writers count what was accepted. */
final class BlockingCrowd implements Crowd {
  @Override
  public String create(String workspace) {
    return CrowdQueues.create(workspace);
  }

  @Override
  public void write(String endpoint, Tally tally) throws InterruptedException {
    SharedQueue<byte[]> queue = CrowdQueues.open(endpoint);
    byte[] item = Item.of(tally.index());
    while (!tally.isEnough()) {
      queue.put(item);
      tally.count();
    }
  }

  @Override
  public void read(String endpoint, Journal journal) throws InterruptedException {
    SharedQueue<byte[]> queue = CrowdQueues.open(endpoint);
    try {
      while (true) {
        journal.received(Item.writer(queue.take()));
      }
    } catch (QueueClosedException e) {
      // The end of the stream.
    }
  }

  @Override
  public void finish(String endpoint) {
    CrowdQueues.open(endpoint).complete();
  }
}
