package io.sluice.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.CodecException;
import io.sluice.QueueClosedException;
import io.sluice.RemoteFailureException;
import io.sluice.codec.Codec;
import io.sluice.queue.ReceiveOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** How streams end, and demand, within one process. */
class EndsTest {
  @RegisterExtension private final Pipes pipes = new Pipes();

  @Test
  void completionComesAfterWhatWasSent() throws InterruptedException {
    SimplexPipe<String> pipe = pipes.texts();
    pipe.writer().put("a");
    pipe.writer().put("b");
    pipe.writer().complete();
    StepVerifier.create(pipe.reader().receive(), 1)
        .expectNext("a")
        .thenRequest(2)
        .expectNext("b")
        .expectComplete()
        .verify(Pipes.PATIENCE);
    assertThatThrownBy(() -> pipe.reader().take()).isInstanceOf(QueueClosedException.class);
    assertThatThrownBy(() -> pipe.reader().poll()).isInstanceOf(QueueClosedException.class);
    assertThatThrownBy(() -> pipe.writer().put("c")).isInstanceOf(QueueClosedException.class);
    StepVerifier.create(pipe.writer().send("c"))
        .expectError(QueueClosedException.class)
        .verify(Pipes.PATIENCE);
  }

  @Test
  void closingAWriterCompletes() throws InterruptedException {
    SimplexPipe<String> pipe = pipes.texts();
    pipe.writer().put("a");
    pipe.writer().close();
    StepVerifier.create(pipe.reader().receive())
        .expectNext("a")
        .expectComplete()
        .verify(Pipes.PATIENCE);
  }

  @Test
  void completionWithoutAMessageUsesTheEnd() {
    SimplexPipe<String> pipe = pipes.texts();
    pipe.writer().complete();
    StepVerifier.create(pipe.reader().receive()).expectComplete().verify(Pipes.PATIENCE);
  }

  @Test
  void aFailureCarriesItsText() throws InterruptedException {
    SimplexPipe<String> pipe = pipes.texts();
    pipe.writer().put("a");
    pipe.writer().fail(new IllegalStateException("no more paper"));
    assertThat(pipe.reader().take()).isEqualTo("a");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> pipe.reader().take())
          .isInstanceOfSatisfying(RemoteFailureException.class, EndsTest::assertNoMorePaper);
    }
    StepVerifier.create(pipe.reader().receive())
        .expectErrorSatisfies(e -> assertNoMorePaper((RemoteFailureException) e))
        .verify(Pipes.PATIENCE);
    assertThatThrownBy(() -> pipe.writer().offer("b"))
        .isInstanceOf(QueueClosedException.class)
        .hasCauseInstanceOf(RemoteFailureException.class);
  }

  private static void assertNoMorePaper(RemoteFailureException failure) {
    assertThat(failure.remoteClassName()).isEqualTo(IllegalStateException.class.getName());
    assertThat(failure.remoteMessage()).isEqualTo("no more paper");
    assertThat(failure.remoteStackTrace()).contains("EndsTest");
  }

  @Test
  void aSubscriberCarriesCompletionAndError() {
    SimplexPipe<String> completed = pipes.texts();
    Flux.just("a", "b").subscribe(completed.writer().subscriber());
    StepVerifier.create(completed.reader().receive())
        .expectNext("a", "b")
        .expectComplete()
        .verify(Pipes.PATIENCE);
    SimplexPipe<String> failed = pipes.texts();
    Flux.just("a")
        .concatWith(Flux.error(new IllegalStateException("no more paper")))
        .subscribe(failed.writer().subscriber());
    StepVerifier.create(failed.reader().receive())
        .expectNext("a")
        .expectErrorSatisfies(e -> assertThat(e).hasMessageContaining("no more paper"))
        .verify(Pipes.PATIENCE);
  }

  @Test
  void sendAllDoesNotComplete() {
    SimplexPipe<String> pipe = pipes.texts();
    pipe.writer().sendAll(Flux.just("a")).block(Pipes.PATIENCE);
    pipe.writer().sendAll(Flux.just("b")).block(Pipes.PATIENCE);
    pipe.writer().complete();
    assertThat(pipe.reader().receive().collectList().block(Pipes.PATIENCE))
        .containsExactly("a", "b");
  }

  @Test
  void oneDirectionEndsWithoutTheOther() throws InterruptedException {
    SharedPipe<byte[], byte[]> pipe = pipes.duplex();
    pipe.first().put(new byte[] {1});
    pipe.first().complete();
    assertThat(pipe.second().receive().collectList().block(Pipes.PATIENCE)).hasSize(1);
    pipe.second().put(new byte[] {2});
    assertThat(pipe.first().take()).containsExactly(2);
    pipe.second().fail(new IllegalStateException());
    assertThatThrownBy(() -> pipe.first().take()).isInstanceOf(RemoteFailureException.class);
  }

  @Test
  void closingAnEndCompletesAndCancels() throws InterruptedException {
    SharedPipe<byte[], byte[]> pipe = pipes.duplex();
    pipe.first().put(new byte[] {1});
    pipe.second().put(new byte[] {2});
    pipe.first().close();
    assertThat(pipe.second().receive().collectList().block(Pipes.PATIENCE)).hasSize(1);
    assertThatThrownBy(() -> pipe.second().put(new byte[] {3}))
        .isInstanceOf(QueueClosedException.class);
    assertThatThrownBy(() -> pipe.first().take()).isInstanceOf(QueueClosedException.class);
    assertThatThrownBy(() -> pipe.first().put(new byte[0]))
        .isInstanceOf(QueueClosedException.class);
    pipe.first().close();
  }

  @Test
  void theReadersCancelReachesASilentPublisher() throws InterruptedException {
    SimplexPipe<String> pipe = pipes.texts();
    Sinks.Many<String> silent = Sinks.many().unicast().onBackpressureBuffer();
    AtomicBoolean cancelled = new AtomicBoolean();
    Flux<String> upstream = silent.asFlux().doOnCancel(() -> cancelled.set(true));
    CompletableFuture<Void> sent = pipe.writer().sendAll(upstream).toFuture();
    Disposable receiving = pipe.reader().receive().subscribe();
    silent.tryEmitNext("a");
    receiving.dispose();
    await().atMost(Pipes.PATIENCE).untilTrue(cancelled);
    assertThat(sent)
        .failsWithin(Pipes.PATIENCE)
        .withThrowableThat()
        .withCauseInstanceOf(QueueClosedException.class);
    assertThatThrownBy(() -> pipe.writer().put("b")).isInstanceOf(QueueClosedException.class);
    assertThatThrownBy(() -> pipe.reader().take()).isInstanceOf(QueueClosedException.class);
  }

  @Test
  void whatACancelledReaderLeftIsNobodys() throws InterruptedException {
    SimplexPipe<String> pipe = pipes.texts();
    pipe.writer().put("a");
    pipe.writer().put("b");
    StepVerifier.create(pipe.reader().receive(), 1)
        .expectNext("a")
        .thenCancel()
        .verify(Pipes.PATIENCE);
    assertThatThrownBy(() -> pipe.reader().take()).isInstanceOf(QueueClosedException.class);
    assertThatThrownBy(() -> pipe.reader().poll()).isInstanceOf(QueueClosedException.class);
    StepVerifier.create(pipe.reader().receive()).verifyError(QueueClosedException.class);
  }

  @Test
  void theReadersCloseReachesAWriterThatWaitsForRoom() throws InterruptedException {
    SimplexPipe<byte[]> pipe = pipes.small();
    byte[] large = new byte[10 * Pipes.SMALL];
    assertThat(pipe.reader().poll()).isNull();
    CompletableFuture<Void> all = pipe.writer().sendAll(Flux.just(large)).toFuture();
    CompletableFuture<Void> one = pipe.writer().send(large).toFuture();
    CompletableFuture<Void> put =
        Mono.<Void>fromCallable(
                () -> {
                  pipe.writer().put(large);
                  return null;
                })
            .subscribeOn(Schedulers.boundedElastic())
            .toFuture();
    await().atMost(Pipes.PATIENCE).until(() -> !pipe.writer().offer(new byte[1]));
    pipe.reader().close();
    for (CompletableFuture<Void> sending : List.of(all, one, put)) {
      assertThat(sending)
          .failsWithin(Pipes.PATIENCE)
          .withThrowableThat()
          .withCauseInstanceOf(QueueClosedException.class);
    }
  }

  @Test
  void closingTheWriterEndsWhatItsThreadsWaitFor() throws InterruptedException {
    SimplexPipe<byte[]> pipe = pipes.small();
    byte[] large = new byte[10 * Pipes.SMALL];
    CompletableFuture<Void> all = pipe.writer().sendAll(Flux.just(large)).toFuture();
    CompletableFuture<Void> one = pipe.writer().send(large).toFuture();
    await().atMost(Pipes.PATIENCE).until(() -> !pipe.writer().offer(new byte[1]));
    pipe.writer().close();
    assertThat(all)
        .failsWithin(Pipes.PATIENCE)
        .withThrowableThat()
        .withCauseInstanceOf(QueueClosedException.class);
    assertThat(one)
        .failsWithin(Pipes.PATIENCE)
        .withThrowableThat()
        .withCauseInstanceOf(QueueClosedException.class);
    // The half message is no message.
    StepVerifier.create(pipe.reader().receive()).expectComplete().verify(Pipes.PATIENCE);
  }

  @Test
  void closingTheReaderEndsItsOwnFluxAndCalls() {
    SimplexPipe<String> pipe = pipes.texts();
    CompletableFuture<String> received = pipe.reader().receive().next().toFuture();
    CompletableFuture<String> taken =
        Mono.fromCallable(() -> pipe.reader().take())
            .subscribeOn(Schedulers.boundedElastic())
            .toFuture();
    pipe.reader().close();
    assertThat(received)
        .failsWithin(Pipes.PATIENCE)
        .withThrowableThat()
        .withCauseInstanceOf(QueueClosedException.class);
    assertThat(taken)
        .failsWithin(Pipes.PATIENCE)
        .withThrowableThat()
        .withCauseInstanceOf(QueueClosedException.class);
  }

  @Test
  void demandCrossesThePipe() {
    SimplexPipe<byte[]> pipe = pipes.small();
    int pieces = Pipes.SMALL / 4096;
    AtomicLong requested = new AtomicLong();
    Flux<byte[]> upstream =
        Flux.range(0, 1_000).map(i -> new byte[10]).hide().doOnRequest(requested::addAndGet);
    pipe.writer().sendAll(upstream).subscribe();
    AtomicLong received = new AtomicLong();
    StepVerifier.create(pipe.reader().receive().doOnNext(unused -> received.incrementAndGet()), 0)
        .expectSubscription()
        .expectNoEvent(Duration.ofMillis(200))
        .then(() -> await().atMost(Pipes.PATIENCE).until(() -> requested.get() == pieces))
        .thenRequest(10)
        .expectNextCount(10)
        .expectNoEvent(Duration.ofMillis(200))
        .then(() -> assertThat(requested.get()).isLessThanOrEqualTo(pieces + 10))
        .thenCancel()
        .verify(Pipes.PATIENCE);
    assertThat(received).hasValue(10);
  }

  /** A publisher of large messages is not asked for as many as small ones would find room. */
  @Test
  void demandKnowsTheMessagesSize() {
    SimplexPipe<byte[]> pipe = pipes.small();
    AtomicLong requested = new AtomicLong();
    Flux<byte[]> upstream =
        Flux.range(0, 100).map(i -> new byte[Pipes.SMALL]).hide().doOnRequest(requested::addAndGet);
    pipe.writer().sendAll(upstream).subscribe();
    StepVerifier.create(pipe.reader().receive(), 0)
        .thenRequest(30)
        .expectNextCount(30)
        .expectNoEvent(Duration.ofMillis(200))
        .then(() -> assertThat(requested.get()).isBetween(30L, 50L))
        .thenCancel()
        .verify(Pipes.PATIENCE);
  }

  @Test
  void anUndecodableMessageEndsTheSubscriptionAlone() throws InterruptedException {
    SimplexPipe<byte[]> raw = pipes.closeLater(SharedPipe.simplex(new Bytes("text")));
    PipeReader<String> reader =
        pipes.closeLater(PipeReader.open(raw.readerAddress(), new Text("text")));
    raw.writer().put("a".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    raw.writer().put(new byte[] {(byte) 0xff});
    raw.writer().put("b".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    raw.writer().put(new byte[] {(byte) 0xff});
    raw.writer().put("c".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    raw.writer().complete();
    StepVerifier.create(reader.receive())
        .expectNext("a")
        .expectError(CodecException.class)
        .verify(Pipes.PATIENCE);
    StepVerifier.create(
            reader.receive(
                ReceiveOptions.defaults().withDecodeFailure(ReceiveOptions.DecodeFailure.SKIP)))
        .expectNext("b", "c")
        .expectComplete()
        .verify(Pipes.PATIENCE);
  }

  @Test
  void blockingCallsRefuseNonBlockingThreads() {
    SimplexPipe<String> pipe = pipes.texts();
    List<Flux<?>> calls =
        List.of(
            Mono.fromCallable(() -> pipe.reader().take()).flux(),
            Mono.fromCallable(() -> pipe.reader().poll(Pipes.PATIENCE)).flux(),
            Mono.fromCallable(() -> pipe.writer().offer("a", Pipes.PATIENCE)).flux());
    for (Flux<?> call : calls) {
      StepVerifier.create(call.subscribeOn(Schedulers.parallel()))
          .expectError(IllegalStateException.class)
          .verify(Pipes.PATIENCE);
    }
  }

  /** Two codecs of one format, as two programs may have them. */
  private record Bytes(String fingerprint) implements Codec<byte[]> {
    @Override
    public void encode(byte[] item, java.nio.ByteBuffer target) {
      Codec.bytes().encode(item, target);
    }

    @Override
    public byte[] decode(java.nio.ByteBuffer source) {
      return Codec.bytes().decode(source);
    }
  }

  private record Text(String fingerprint) implements Codec<String> {
    @Override
    public void encode(String item, java.nio.ByteBuffer target) {
      Codec.utf8().encode(item, target);
    }

    @Override
    public String decode(java.nio.ByteBuffer source) {
      return Codec.utf8().decode(source);
    }
  }
}
