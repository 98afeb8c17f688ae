package io.sluice.pipe;

import io.sluice.codec.Codec;
import io.sluice.process.ChildJvm;
import io.sluice.queue.EngineQueue;
import io.sluice.ring.PipeEnds.Side;
import io.sluice.ring.SharedMemoryEngine;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/** A writing side, alone or as half of an end that also reads. */
final class Writing<T> implements PipeWriter<T> {
  private final URI address;
  private final Ownership ownership;
  private final EngineQueue<T> messages;

  Writing(URI address, Codec<T> codec, SharedMemoryEngine engine, @Nullable Ownership ownership) {
    this.address = address;
    this.ownership =
        ownership == null
            ? new Ownership(address, List.of(new Ownership.Half(engine.ends(), Side.WRITER)))
            : ownership;
    this.messages = new EngineQueue<>(address, codec, new PieceWriter(address, engine));
  }

  static <T> Writing<T> open(URI address, Codec<T> codec) {
    return new Writing<>(address, codec, PipeAddress.WRITER.open(address, codec), null);
  }

  @Override
  public URI address() {
    return address;
  }

  @Override
  public Mono<Void> send(T message) {
    Mono<Void> sent = messages.send(message);
    return Mono.defer(
        () -> {
          ownership.use();
          return sent;
        });
  }

  @Override
  public Mono<Void> sendAll(Publisher<? extends T> all) {
    Mono<Void> sent = messages.sendAll(all);
    return Mono.defer(
        () -> {
          ownership.use();
          return sent;
        });
  }

  @Override
  public CoreSubscriber<T> subscriber() {
    return new CarryingSubscriber<>(ownership, messages.subscriber(new EndCarrier(messages)));
  }

  @Override
  public void put(T message) throws InterruptedException {
    Objects.requireNonNull(message, "message");
    ownership.use();
    messages.put(message);
  }

  @Override
  public boolean offer(T message) {
    Objects.requireNonNull(message, "message");
    ownership.use();
    return messages.offer(message);
  }

  @Override
  public boolean offer(T message, Duration timeout) throws InterruptedException {
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(timeout, "timeout");
    ownership.use();
    return messages.offer(message, timeout);
  }

  @Override
  public void complete() {
    ownership.use();
    messages.complete();
  }

  @Override
  public void fail(Throwable cause) {
    Objects.requireNonNull(cause, "cause");
    ownership.use();
    messages.fail(cause);
  }

  @Override
  public void expect(ChildJvm child) {
    ownership.expect(child);
  }

  @Override
  public void close() {
    ownership.close();
    closeHandle();
  }

  /** After the ownership's close. */
  void closeHandle() {
    messages.close();
  }

  @Override
  public String toString() {
    return "PipeWriter(" + address + ')';
  }
}
