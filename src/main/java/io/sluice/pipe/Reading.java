package io.sluice.pipe;

import io.sluice.QueueClosedException;
import io.sluice.codec.Codec;
import io.sluice.process.ChildJvm;
import io.sluice.queue.EngineQueue;
import io.sluice.queue.ReceiveOptions;
import io.sluice.ring.PipeEnds.Side;
import io.sluice.ring.SharedMemoryEngine;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SignalType;

/** A reading side, alone or as half of an end that also writes. */
final class Reading<T> implements PipeReader<T> {
  private final URI address;
  private final Ownership.Half half;
  private final Ownership ownership;
  private final EngineQueue<T> messages;
  private volatile boolean cancelled;

  Reading(URI address, Codec<T> codec, SharedMemoryEngine engine, @Nullable Ownership ownership) {
    this.address = address;
    this.half = new Ownership.Half(engine.ends(), Side.READER);
    this.ownership = ownership == null ? new Ownership(address, List.of(half)) : ownership;
    this.messages = new EngineQueue<>(address, codec, new PieceReader(address, engine));
  }

  static <T> Reading<T> open(URI address, Codec<T> codec) {
    return new Reading<>(address, codec, PipeAddress.READER.open(address, codec), null);
  }

  @Override
  public URI address() {
    return address;
  }

  @Override
  public Flux<T> receive() {
    return receive(ReceiveOptions.defaults());
  }

  @Override
  public Flux<T> receive(ReceiveOptions options) {
    Flux<T> received = messages.receive(Objects.requireNonNull(options, "options"));
    return Flux.defer(
        () -> {
          use();
          return received.doFinally(this::ended);
        });
  }

  /** After the subscription has let go: it is not to hear of the end that its own cancel makes. */
  private void ended(SignalType how) {
    if (how == SignalType.CANCEL) {
      cancelled = true;
      ownership.end(half);
    }
  }

  /** What a cancelled subscription has left in the pipe is nobody's any more. */
  private void use() {
    if (cancelled) {
      throw new QueueClosedException(address, "this end was cancelled");
    }
    ownership.use();
  }

  @Override
  public T take() throws InterruptedException {
    use();
    return messages.take();
  }

  @Override
  public boolean isEmpty() {
    return messages.isEmpty();
  }

  @Override
  public @Nullable T poll() {
    use();
    return messages.poll();
  }

  @Override
  public @Nullable T poll(Duration timeout) throws InterruptedException {
    Objects.requireNonNull(timeout, "timeout");
    use();
    return messages.poll(timeout);
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
    return "PipeReader(" + address + ')';
  }
}
