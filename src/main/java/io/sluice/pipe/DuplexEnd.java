package io.sluice.pipe;

import io.sluice.codec.Codec;
import io.sluice.process.ChildJvm;
import io.sluice.queue.ReceiveOptions;
import io.sluice.ring.PipeEnds.Side;
import io.sluice.ring.SharedMemoryEngine;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The writing side of one direction and the reading side of the other. */
final class DuplexEnd<I, O> implements PipeEnd<I, O> {
  private final URI address;
  private final Ownership ownership;
  private final Reading<I> reading;
  private final Writing<O> writing;

  DuplexEnd(
      URI address,
      Codec<I> in,
      Codec<O> out,
      SharedMemoryEngine incoming,
      SharedMemoryEngine outgoing) {
    this.address = address;
    this.ownership =
        new Ownership(
            address,
            List.of(
                new Ownership.Half(outgoing.ends(), Side.WRITER),
                new Ownership.Half(incoming.ends(), Side.READER)));
    this.reading = new Reading<>(address, in, incoming, ownership);
    this.writing = new Writing<>(address, out, outgoing, ownership);
  }

  static <I, O> DuplexEnd<I, O> open(URI address, Codec<I> in, Codec<O> out) {
    SharedMemoryEngine outgoing = PipeAddress.of(address).open(address, out);
    SharedMemoryEngine incoming = null;
    try {
      URI other = PipeAddress.opposite(address);
      incoming = PipeAddress.of(other).open(other, in);
      return new DuplexEnd<>(address, in, out, incoming, outgoing);
    } finally {
      if (incoming == null) {
        Objects.requireNonNull(outgoing.close());
      }
    }
  }

  @Override
  public URI address() {
    return address;
  }

  @Override
  public Flux<I> receive() {
    return reading.receive();
  }

  @Override
  public Flux<I> receive(ReceiveOptions options) {
    return reading.receive(options);
  }

  @Override
  public I take() throws InterruptedException {
    return reading.take();
  }

  @Override
  public boolean isEmpty() {
    return reading.isEmpty();
  }

  @Override
  public @Nullable I poll() {
    return reading.poll();
  }

  @Override
  public @Nullable I poll(Duration timeout) throws InterruptedException {
    return reading.poll(timeout);
  }

  @Override
  public Mono<Void> send(O message) {
    return writing.send(message);
  }

  @Override
  public Mono<Void> sendAll(Publisher<? extends O> messages) {
    return writing.sendAll(messages);
  }

  @Override
  public CoreSubscriber<O> subscriber() {
    return writing.subscriber();
  }

  @Override
  public void put(O message) throws InterruptedException {
    writing.put(message);
  }

  @Override
  public boolean offer(O message) {
    return writing.offer(message);
  }

  @Override
  public boolean offer(O message, Duration timeout) throws InterruptedException {
    return writing.offer(message, timeout);
  }

  @Override
  public void complete() {
    writing.complete();
  }

  @Override
  public void fail(Throwable cause) {
    writing.fail(cause);
  }

  @Override
  public void expect(ChildJvm child) {
    ownership.expect(child);
  }

  @Override
  public void close() {
    ownership.close();
    writing.closeHandle();
    reading.closeHandle();
  }

  @Override
  public String toString() {
    return "PipeEnd(" + address + ')';
  }
}
