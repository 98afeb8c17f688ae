package io.sluice.bench.peer;

import io.sluice.bench.Meter;
import io.sluice.bench.Payload;
import io.sluice.bench.Peer;
import io.sluice.bench.Run;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToLongFunction;

/** Sluice as it is meant to be used: {@code sendAll} on one side, {@code receive} on the other. */
public final class SluicePeer implements Peer {
  @Override
  public String create(Run run) {
    return Queues.create(run);
  }

  @Override
  public void produce(Run run) {
    produce(run, run.spec().payload());
  }

  @Override
  public void finish(Run run) {
    Queues.complete(run);
  }

  @Override
  public void consume(Run run) {
    consume(run, run.spec().payload());
  }

  private static <T> void produce(Run run, Payload<T> payload) {
    Queues.open(run, payload).sendAll(new Source<>(run, payload)).block();
  }

  private static <T> void consume(Run run, Payload<T> payload) {
    Meter meter = run.meter();
    ToLongFunction<T> id = payload.id();
    CompletableFuture<Void> ended = new CompletableFuture<>();
    Queues.open(run, payload)
        .receive()
        .subscribe(
            item -> meter.add(id.applyAsLong(item)),
            ended::completeExceptionally,
            () -> ended.complete(null));
    ended.join();
  }
}
