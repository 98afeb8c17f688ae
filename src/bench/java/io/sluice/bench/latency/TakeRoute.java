package io.sluice.bench.latency;

import io.sluice.queue.SharedQueue;

/** Sluice's queue, with {@code take}. */
final class TakeRoute implements Route {
  private SharedQueue<byte[]> queue;

  @Override
  public String create(String workspace) {
    queue = QueueDepartures.create(workspace);
    return queue.address().toString();
  }

  @Override
  public void receive(Arrivals arrivals) throws InterruptedException {
    while (!arrivals.areComplete()) {
      arrivals.arrived(queue.take());
    }
  }

  @Override
  public Departures open(String endpoint) {
    return QueueDepartures.open(endpoint);
  }
}
