package io.sluice.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.IncompatibleQueueException;
import io.sluice.PeerLostException;
import io.sluice.QueueClosedException;
import io.sluice.SluiceException;
import io.sluice.codec.Codec;
import io.sluice.process.ChildJvm;
import io.sluice.queue.SharedQueue;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** Whose an end is, and what its address opens. */
class OwnershipTest {
  @RegisterExtension private final Pipes pipes = new Pipes();

  @TempDir private Path directory;

  private PipeWriter<String> writer(SimplexPipe<String> pipe) {
    return pipes.closeLater(
        PipeWriter.open(URI.create(pipe.writerAddress().toString()), Codec.utf8()));
  }

  private PipeReader<String> reader(SimplexPipe<String> pipe) {
    return pipes.closeLater(
        PipeReader.open(URI.create(pipe.readerAddress().toString()), Codec.utf8()));
  }

  @Test
  void addressesOpenTheSamePipe() throws InterruptedException {
    SimplexPipe<String> pipe = pipes.texts();
    writer(pipe).put("a");
    assertThat(reader(pipe).take()).isEqualTo("a");
    SharedPipe<String, byte[]> duplex =
        pipes.closeLater(SharedPipe.duplex(Codec.utf8(), Codec.bytes()));
    PipeEnd<byte[], String> first =
        pipes.closeLater(PipeEnd.open(duplex.firstAddress(), Codec.bytes(), Codec.utf8()));
    PipeEnd<String, byte[]> second =
        pipes.closeLater(PipeEnd.open(duplex.secondAddress(), Codec.utf8(), Codec.bytes()));
    first.put("a");
    second.put(new byte[] {1});
    assertThat(second.take()).isEqualTo("a");
    assertThat(first.take()).containsExactly(1);
  }

  @Test
  void anEndBelongsToItsFirstUser() throws InterruptedException {
    SimplexPipe<String> pipe = pipes.texts();
    writer(pipe).put("a");
    List<PipeWriter<String>> others = List.of(pipe.writer(), writer(pipe));
    for (PipeWriter<String> other : others) {
      assertThatThrownBy(() -> other.put("b")).isExactlyInstanceOf(SluiceException.class);
      assertThatThrownBy(() -> other.offer("b")).isExactlyInstanceOf(SluiceException.class);
      assertThatThrownBy(other::complete).isExactlyInstanceOf(SluiceException.class);
      StepVerifier.create(other.send("b"))
          .expectError(SluiceException.class)
          .verify(Pipes.PATIENCE);
      StepVerifier.create(other.sendAll(Flux.just("b")))
          .expectError(SluiceException.class)
          .verify(Pipes.PATIENCE);
      other.close();
    }
    PipeReader<String> reader = reader(pipe);
    assertThat(reader.take()).isEqualTo("a");
    StepVerifier.create(pipe.reader().receive())
        .expectError(SluiceException.class)
        .verify(Pipes.PATIENCE);
    pipe.reader().receive().onErrorComplete().take(1).blockLast(Pipes.PATIENCE);
    assertThatThrownBy(() -> pipe.reader().poll()).isExactlyInstanceOf(SluiceException.class);
    assertThat(reader.poll()).isNull();
  }

  @Test
  void bothSidesOfAnEndGoTogether() throws InterruptedException {
    SharedPipe<byte[], byte[]> pipe = pipes.duplex();
    PipeEnd<byte[], byte[]> first =
        pipes.closeLater(PipeEnd.open(pipe.firstAddress(), Codec.bytes(), Codec.bytes()));
    assertThat(first.poll()).isNull();
    assertThatThrownBy(() -> pipe.first().put(new byte[1]))
        .isExactlyInstanceOf(SluiceException.class);
  }

  @Test
  void assemblyUsesNothing() throws InterruptedException {
    SimplexPipe<String> pipe = pipes.texts();
    Mono<Void> unused = pipe.writer().send("a").and(pipe.writer().sendAll(Flux.just("b")));
    Flux<String> none = pipe.reader().receive();
    pipe.writer().subscriber();
    writer(pipe).put("c");
    assertThat(reader(pipe).take()).isEqualTo("c");
    StepVerifier.create(unused).expectError(SluiceException.class).verify(Pipes.PATIENCE);
    StepVerifier.create(none).expectError(SluiceException.class).verify(Pipes.PATIENCE);
  }

  @Test
  void idleHandlesChangeNothing() throws InterruptedException {
    SimplexPipe<String> pipe = pipes.texts();
    for (int i = 0; i < 3; i++) {
      writer(pipe).close();
      reader(pipe).close();
    }
    pipe.reader().close();
    PipeWriter<String> writer = writer(pipe);
    PipeReader<String> reader = reader(pipe);
    writer.put("a");
    pipe.writer().close();
    assertThat(reader.take()).isEqualTo("a");
    assertThat(reader.poll()).isNull();
    writer.close();
    assertThatThrownBy(reader::take).isInstanceOf(QueueClosedException.class);
  }

  @Test
  void closingThePipeWithdrawsWhatNobodyUses() throws Exception {
    SimplexPipe<String> unread = pipes.texts();
    PipeWriter<String> writer = writer(unread);
    PipeReader<String> late = reader(unread);
    writer.put("a");
    unread.close();
    unread.close();
    assertThatThrownBy(() -> writer.put("b")).isInstanceOf(QueueClosedException.class);
    assertThatThrownBy(late::take).isInstanceOf(QueueClosedException.class);
    SimplexPipe<String> unwritten = pipes.texts();
    PipeReader<String> reader = reader(unwritten);
    CompletableFuture<List<String>> received = reader.receive().collectList().toFuture();
    unwritten.close();
    assertThat(received).succeedsWithin(Pipes.PATIENCE).isEqualTo(List.of());
  }

  @Test
  void closingThePipeLeavesUsedEndsToOthers() throws InterruptedException {
    SimplexPipe<String> pipe = pipes.texts();
    PipeWriter<String> writer = writer(pipe);
    PipeReader<String> reader = reader(pipe);
    writer.put("a");
    assertThat(reader.take()).isEqualTo("a");
    pipe.close();
    writer.put("b");
    assertThat(reader.take()).isEqualTo("b");
    writer.complete();
    assertThatThrownBy(reader::take).isInstanceOf(QueueClosedException.class);
  }

  @Test
  void closingThePipeClosesItsOwnEnds() throws InterruptedException {
    SimplexPipe<String> pipe = pipes.texts();
    PipeReader<String> reader = reader(pipe);
    pipe.writer().put("a");
    assertThat(reader.take()).isEqualTo("a");
    pipe.close();
    assertThatThrownBy(reader::take).isInstanceOf(QueueClosedException.class);
  }

  /** Who merely knows an address cannot give up, for all, an end that nobody has used yet. */
  @Test
  void anExpectationCountsFromTheFirstUse() throws InterruptedException {
    SimplexPipe<String> pipe = pipes.texts();
    PipeWriter<String> idle = writer(pipe);
    SimplexPipe<String> control = pipes.texts();
    control.writer().put("a");
    SimplexPipe<String> later = pipes.texts();
    try (ChildJvm child = ChildJvm.builder(Nothing.class).start()) {
      idle.expect(child);
      later.writer().expect(child);
      control.writer().expect(child);
      child.onExit().block(Pipes.PATIENCE);
    }
    Awaitility.await().atMost(Pipes.PATIENCE).untilAsserted(() -> assertLost(control.writer()));
    Awaitility.await().atMost(Pipes.PATIENCE).untilAsserted(() -> assertLost(later.writer()));
    pipe.writer().put("b");
    assertThat(reader(pipe).take()).isEqualTo("b");
  }

  private static void assertLost(PipeWriter<String> writer) {
    assertThatThrownBy(() -> writer.offer("more")).isInstanceOf(PeerLostException.class);
  }

  /** Ends at once. */
  static final class Nothing {
    private Nothing() {}

    public static void main(String[] args) {
      assert args.length == 0;
    }
  }

  @Test
  void waitsForAnEndThatNobodyHas() {
    SimplexPipe<String> pipe = pipes.texts();
    Mono<String> taken =
        Mono.fromCallable(() -> pipe.reader().take()).subscribeOn(Schedulers.boundedElastic());
    StepVerifier.create(taken)
        .expectSubscription()
        .expectNoEvent(java.time.Duration.ofMillis(100))
        .then(() -> pipe.writer().offer("a"))
        .expectNext("a")
        .expectComplete()
        .verify(Pipes.PATIENCE);
  }

  @Test
  void addressesOfOtherThingsAreRefused() {
    SimplexPipe<String> pipe = pipes.texts();
    SharedPipe<byte[], byte[]> duplex = pipes.duplex();
    SharedQueue<String> queue = pipes.closeLater(SharedQueue.create(1, Codec.utf8()));
    for (URI end :
        List.of(
            pipe.writerAddress(),
            pipe.readerAddress(),
            duplex.firstAddress(),
            duplex.secondAddress())) {
      assertThatThrownBy(() -> SharedQueue.open(end, Codec.utf8()))
          .as("%s as a queue", end)
          .isInstanceOf(IncompatibleQueueException.class);
    }
    for (URI other : List.of(queue.address(), pipe.readerAddress(), duplex.firstAddress())) {
      assertThatThrownBy(() -> PipeWriter.open(other, Codec.utf8()))
          .as("%s as a writer", other)
          .isInstanceOf(IncompatibleQueueException.class);
    }
    for (URI other : List.of(queue.address(), pipe.writerAddress(), duplex.secondAddress())) {
      assertThatThrownBy(() -> PipeReader.open(other, Codec.utf8()))
          .as("%s as a reader", other)
          .isInstanceOf(IncompatibleQueueException.class);
    }
    for (URI other : List.of(queue.address(), pipe.writerAddress(), pipe.readerAddress())) {
      assertThatThrownBy(() -> PipeEnd.open(other, Codec.utf8(), Codec.utf8()))
          .as("%s as an end", other)
          .isInstanceOf(IncompatibleQueueException.class);
    }
    assertThatThrownBy(() -> PipeEnd.open(duplex.firstAddress(), Codec.utf8(), Codec.bytes()))
        .isInstanceOf(IncompatibleQueueException.class);
    assertThatThrownBy(() -> PipeEnd.open(duplex.firstAddress(), Codec.bytes(), Codec.utf8()))
        .isInstanceOf(IncompatibleQueueException.class);
    assertThatThrownBy(() -> PipeWriter.open(URI.create("shm:no-such.writer"), Codec.utf8()))
        .isExactlyInstanceOf(SluiceException.class);
  }

  @Test
  void filesCarryThePipesNameAndGoWithIt() throws InterruptedException, IOException {
    SharedPipe<String, String> pipe =
        SharedPipe.builder(Codec.utf8(), Codec.utf8()).name("orders").directory(directory).create();
    PipeEnd<String, String> second =
        pipes.closeLater(PipeEnd.open(pipe.secondAddress(), Codec.utf8(), Codec.utf8()));
    pipe.first().put("a");
    assertThat(second.take()).isEqualTo("a");
    assertThat(files()).containsExactly("orders.first.queue", "orders.second.queue");
    assertThatThrownBy(
            () ->
                SharedPipe.builder(Codec.utf8(), Codec.utf8())
                    .name("orders")
                    .directory(directory)
                    .create())
        .isInstanceOf(SluiceException.class);
    second.close();
    pipe.close();
    Awaitility.await().atMost(Pipes.PATIENCE).until(() -> files().isEmpty());
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("orders"))
          .sorted()
          .toList();
    }
  }
}
