package io.sluice.bench.recovery;

import reactor.core.publisher.Flux;

/**
 * Sluice with {@code sendAll} and {@code receive}. Writers count what they were asked for, which is
 * more than what was accepted when they are killed.
 */
final class ReactiveCrowd implements Crowd {
  @Override
  public String create(String workspace) {
    return CrowdQueues.create(workspace);
  }

  @Override
  public void write(String endpoint, Tally tally) {
    byte[] item = Item.of(tally.index());
    Flux<byte[]> items =
        Flux.generate(
            sink -> {
              if (tally.isEnough()) {
                sink.complete();
              } else {
                tally.count();
                sink.next(item);
              }
            });
    CrowdQueues.open(endpoint).sendAll(items).block();
  }

  @Override
  public void read(String endpoint, Journal journal) {
    CrowdQueues.open(endpoint)
        .receive()
        .doOnNext(item -> journal.received(Item.writer(item)))
        .blockLast();
  }

  @Override
  public void finish(String endpoint) {
    CrowdQueues.open(endpoint).complete();
  }
}
