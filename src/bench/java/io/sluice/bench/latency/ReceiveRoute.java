package io.sluice.bench.latency;

import io.sluice.queue.ReceiveOptions;
import io.sluice.queue.SharedQueue;
import reactor.core.scheduler.Schedulers;

/** Sluice's queue, with {@code receive}. */
final class ReceiveRoute implements Route {
  private final ReceiveOptions options;
  private SharedQueue<byte[]> queue;

  /**
   * @param immediate whether messages are delivered on the doorbell's own thread
   */
  ReceiveRoute(boolean immediate) {
    this.options =
        immediate
            ? ReceiveOptions.defaults().withScheduler(Schedulers.immediate())
            : ReceiveOptions.defaults();
  }

  @Override
  public String create(String workspace) {
    queue = QueueDepartures.create(workspace);
    return queue.address().toString();
  }

  @Override
  public void receive(Arrivals arrivals) throws InterruptedException {
    queue.receive(options).subscribe(arrivals::arrived);
    arrivals.awaitLast();
  }

  @Override
  public Departures open(String endpoint) {
    return QueueDepartures.open(endpoint);
  }
}
