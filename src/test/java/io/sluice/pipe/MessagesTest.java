package io.sluice.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.ItemTooLargeException;
import io.sluice.codec.Codec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Whole messages, boundaries kept, of any size. */
class MessagesTest {
  /** Around the size of a block, of the pipe, and far beyond. */
  private static final List<Integer> SIZES =
      List.of(
          0,
          1,
          20,
          511,
          512,
          513,
          4071,
          4072,
          4073,
          4096,
          8128,
          8129,
          65_023,
          65_024,
          65_025,
          65_536,
          100_000,
          1 << 20,
          10_000_000,
          0,
          3);

  @RegisterExtension private final Pipes pipes = new Pipes();

  private static List<byte[]> messages() {
    List<byte[]> messages = new ArrayList<>();
    for (int size : SIZES) {
      messages.add(Pipes.message(size, size));
    }
    return messages;
  }

  private static void assertSame(List<byte[]> found) {
    assertThat(found).hasSameSizeAs(SIZES);
    List<byte[]> sent = messages();
    for (int i = 0; i < sent.size(); i++) {
      assertThat(found.get(i)).as("message of %s bytes", SIZES.get(i)).isEqualTo(sent.get(i));
    }
  }

  @Test
  void allSizesPassSendAllAndReceive() {
    SimplexPipe<byte[]> pipe = pipes.small();
    pipe.writer()
        .sendAll(Flux.fromIterable(messages()))
        .doOnSuccess(done -> pipe.writer().complete())
        .subscribe();
    assertSame(pipe.reader().receive().collectList().block(Pipes.PATIENCE));
  }

  @Test
  void allSizesPassSendAndTake() throws InterruptedException {
    SimplexPipe<byte[]> pipe = pipes.small();
    Flux.fromIterable(messages()).concatMap(pipe.writer()::send).subscribe();
    List<byte[]> found = new ArrayList<>();
    for (int unused : SIZES) {
      found.add(pipe.reader().take());
    }
    assertSame(found);
  }

  @Test
  void allSizesPassPutAndPoll() throws InterruptedException {
    SimplexPipe<byte[]> pipe = pipes.small();
    Mono<Void> put =
        Mono.<Void>fromCallable(
                () -> {
                  for (byte[] message : messages()) {
                    pipe.writer().put(message);
                  }
                  return null;
                })
            .subscribeOn(Schedulers.boundedElastic())
            .cache();
    put.subscribe();
    List<byte[]> found = new ArrayList<>();
    for (int unused : SIZES) {
      found.add(pipe.reader().poll(Pipes.PATIENCE));
    }
    assertSame(found);
    put.block(Pipes.PATIENCE);
  }

  @Test
  void manySmallMessagesStayInOrder() {
    SimplexPipe<byte[]> pipe = pipes.small();
    int count = 100_000;
    Flux.range(0, count).map(i -> Pipes.message(i % 64, i)).subscribe(pipe.writer().subscriber());
    List<byte[]> found = pipe.reader().receive().collectList().block(Pipes.PATIENCE);
    assertThat(found).hasSize(count);
    for (int i = 0; i < count; i++) {
      assertThat(found.get(i)).isEqualTo(Pipes.message(i % 64, i));
    }
  }

  /** Sends of several threads, none of whose messages may be torn by another's. */
  @Test
  void messagesOfSeveralThreadsDoNotMix() {
    SimplexPipe<byte[]> pipe = pipes.small();
    int senders = 4;
    int each = 200;
    Flux.range(0, senders)
        .flatMap(
            sender ->
                pipe.writer()
                    .sendAll(
                        Flux.range(0, each)
                            .map(i -> filled(i % 10 == 0 ? 100_000 : i * 10, sender, i))
                            .subscribeOn(Schedulers.parallel())))
        .doOnComplete(() -> pipe.writer().complete())
        .subscribe();
    List<byte[]> found = pipe.reader().receive().collectList().block(Pipes.PATIENCE);
    assertThat(found).hasSize(senders * each);
    int[] next = new int[senders];
    for (byte[] message : found) {
      int sender = message[0];
      int i = next[sender]++;
      assertThat(message).isEqualTo(filled(i % 10 == 0 ? 100_000 : i * 10, sender, i));
    }
  }

  private static byte[] filled(int size, int sender, int number) {
    byte[] message = Pipes.message(size + 1, number * 7L + sender);
    message[0] = (byte) sender;
    return message;
  }

  @Test
  void bothEndsSendTwentyMegabytesAtOnce() {
    SharedPipe<byte[], byte[]> pipe = pipes.duplex();
    List<PipeEnd<byte[], byte[]>> ends = List.of(pipe.first(), pipe.second());
    byte[] large = Pipes.message(20_000_000, 1);
    Mono<Void> sent = Flux.fromIterable(ends).flatMap(end -> end.send(large)).then().cache();
    sent.subscribe();
    List<byte[]> found =
        Flux.fromIterable(ends)
            .flatMap(end -> Mono.fromCallable(end::take).subscribeOn(Schedulers.boundedElastic()))
            .collectList()
            .block(Pipes.PATIENCE);
    sent.block(Pipes.PATIENCE);
    assertThat(found).hasSize(2).allSatisfy(message -> assertThat(message).isEqualTo(large));
  }

  @Test
  void theLimitIsKept() {
    SimplexPipe<byte[]> pipe =
        pipes.closeLater(
            SimplexPipe.builder(Codec.bytes()).capacity(1).maxMessageSize(10_000).create());
    assertThatThrownBy(() -> pipe.writer().offer(new byte[10_001]))
        .isInstanceOf(ItemTooLargeException.class);
    pipe.writer().send(new byte[10_000]).subscribe();
    assertThat(pipe.reader().receive().blockFirst(Pipes.PATIENCE)).hasSize(10_000);
  }

  @Test
  void offerTakesWhatFitsAtOnce() throws InterruptedException {
    SimplexPipe<byte[]> pipe = pipes.small();
    byte[] half = Pipes.message(Pipes.SMALL / 2, 1);
    assertThat(pipe.writer().offer(new byte[2 * Pipes.SMALL])).isFalse();
    assertThat(pipe.writer().offer(half)).isTrue();
    assertThat(pipe.writer().offer(half)).isFalse();
    assertThat(pipe.writer().offer(new byte[3])).isTrue();
    assertThat(pipe.writer().offer(half, Duration.ofMillis(50))).isFalse();
    assertThat(pipe.reader().take()).isEqualTo(half);
    assertThat(pipe.reader().take()).hasSize(3);
    assertThat(pipe.writer().offer(half, Pipes.PATIENCE)).isTrue();
    assertThat(pipe.reader().take()).isEqualTo(half);
    assertThat(pipe.reader().poll()).isNull();
  }

  /** What was begun of a message that is given up is discarded at the other side. */
  @Test
  void aCancelledSendLeavesNoHalfMessage() throws InterruptedException {
    SimplexPipe<byte[]> pipe = pipes.small();
    for (int i = 0; i < 20; i++) {
      pipe.writer().send(new byte[4 * Pipes.SMALL]).subscribe().dispose();
      byte[] next = Pipes.message(100_000, i);
      pipe.writer().send(next).subscribe();
      assertThat(pipe.reader().poll(Pipes.PATIENCE)).isEqualTo(next);
    }
  }

  @Test
  void anInterruptedPutLeavesNoHalfMessage() throws InterruptedException {
    SimplexPipe<byte[]> pipe = pipes.small();
    Thread thread = Thread.currentThread();
    Mono.delay(Duration.ofMillis(100)).subscribe(unused -> thread.interrupt());
    assertThatThrownBy(() -> pipe.writer().put(new byte[4 * Pipes.SMALL]))
        .isInstanceOf(InterruptedException.class);
    byte[] next = Pipes.message(100_000, 1);
    pipe.writer().send(next).subscribe();
    assertThat(pipe.reader().poll(Pipes.PATIENCE)).isEqualTo(next);
  }

  @Test
  void pollsSeeOneMessageEach() {
    SimplexPipe<String> pipe = pipes.texts();
    IntStream.range(0, 100).forEach(i -> assertThat(pipe.writer().offer("m" + i)).isTrue());
    IntStream.range(0, 100).forEach(i -> assertThat(pipe.reader().poll()).isEqualTo("m" + i));
    assertThat(pipe.reader().poll()).isNull();
  }
}
