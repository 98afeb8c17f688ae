package io.sluice.bench.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.rsocket.Payload;
import io.rsocket.RSocket;
import io.rsocket.SocketAcceptor;
import io.rsocket.core.RSocketConnector;
import io.rsocket.core.RSocketServer;
import io.rsocket.frame.decoder.PayloadDecoder;
import io.rsocket.transport.netty.client.TcpClientTransport;
import io.rsocket.transport.netty.server.CloseableChannel;
import io.rsocket.transport.netty.server.TcpServerTransport;
import io.rsocket.util.ByteBufPayload;
import io.sluice.bench.Peer;
import io.sluice.bench.Run;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;

/**
 * RSocket over TCP and the loopback device, by Java's own selectors: the consumer's process
 * listens, the producer's connects and is asked for its stream, with no more than {@code maxSize}
 * items requested ahead. Payloads are passed on without copies, as its documentation advises; items
 * over 64 KiB go in fragments.
 */
public final class RSocketPeer implements Peer {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int MTU = 1 << 16;
  private static final int MAX_PAYLOAD = 1 << 24;

  private final CountDownLatch finishing = new CountDownLatch(1);
  private final CountDownLatch received = new CountDownLatch(1);
  private @Nullable Run run;

  @Override
  public String create(Run running) {
    run = running;
    CloseableChannel server =
        RSocketServer.create(SocketAcceptor.with(new RSocket() {}))
            .acceptor((setup, producer) -> Mono.just(acceptAnd(producer)))
            .payloadDecoder(PayloadDecoder.ZERO_COPY)
            .fragment(MTU)
            .maxInboundPayloadSize(MAX_PAYLOAD)
            .bind(TcpServerTransport.create(LOOPBACK, 0))
            .block();
    return String.valueOf(Objects.requireNonNull(server).address().getPort());
  }

  private RSocket acceptAnd(RSocket producer) {
    Run running = Objects.requireNonNull(run);
    receive(producer, running, running.spec().payload());
    return new RSocket() {};
  }

  @Override
  public void produce(Run running) throws InterruptedException {
    RSocketConnector.create()
        .acceptor(SocketAcceptor.forRequestStream(request -> stream(request, running)))
        .payloadDecoder(PayloadDecoder.ZERO_COPY)
        .fragment(MTU)
        .maxInboundPayloadSize(MAX_PAYLOAD)
        .connect(TcpClientTransport.create(LOOPBACK, Integer.parseInt(running.endpoint())))
        .block();
    finishing.await();
  }

  @Override
  public void finish(Run running) {}

  @Override
  public void consume(Run running) throws InterruptedException {
    received.await();
  }

  private Flux<Payload> stream(Payload request, Run running) {
    request.release();
    return Flux.generate(new Source<>(running, running.spec().payload(), finishing::countDown));
  }

  private <T> void receive(RSocket producer, Run running, io.sluice.bench.Payload<T> payload) {
    Decoder<T> decoder = Decoder.of(payload);
    byte[] bytes = new byte[Math.max(1 << 10, payload.bytes())];
    producer
        .requestStream(ByteBufPayload.create("items"))
        .limitRate(running.spec().maxSize())
        .subscribe(
            item -> {
              ByteBuf data = item.sliceData();
              int length = data.readableBytes();
              data.readBytes(bytes, 0, length);
              item.release();
              running.meter().add(payload.id().applyAsLong(decoder.decode(bytes, length)));
            },
            failure -> {
              throw new IllegalStateException(failure);
            },
            received::countDown);
  }

  /** Items, until the run is over. */
  private static final class Source<T> implements Consumer<SynchronousSink<Payload>> {
    private final Run run;
    private final io.sluice.bench.Payload<T> payload;
    private final Encoder<T> encoder;
    private final Runnable ended;
    private long next;

    Source(Run run, io.sluice.bench.Payload<T> payload, Runnable ended) {
      this.run = run;
      this.payload = payload;
      this.encoder = Encoder.of(payload);
      this.ended = ended;
    }

    @Override
    public void accept(SynchronousSink<Payload> sink) {
      if (run.stopped()) {
        ended.run();
        sink.complete();
        return;
      }
      T item = payload.create().apply(next++);
      int length = encoder.encode(item);
      run.meter().add(payload.id().applyAsLong(item));
      ByteBuf data = ByteBufAllocator.DEFAULT.buffer(length);
      sink.next(ByteBufPayload.create(data.writeBytes(encoder.bytes(), 0, length)));
    }
  }
}
