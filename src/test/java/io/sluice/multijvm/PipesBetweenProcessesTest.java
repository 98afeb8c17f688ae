package io.sluice.multijvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.PeerLostException;
import io.sluice.QueueClosedException;
import io.sluice.RemoteFailureException;
import io.sluice.codec.Codec;
import io.sluice.pipe.PipeEnd;
import io.sluice.pipe.PipeReader;
import io.sluice.pipe.SharedPipe;
import io.sluice.pipe.SimplexPipe;
import io.sluice.process.ChildJvm;
import io.sluice.testing.TestJvm;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Pipes between real processes, which are killed and stopped. */
class PipesBetweenProcessesTest {
  private static final int SMALL = 64 << 10;
  private static final int LARGE = 20_000_000;
  private static final Duration SOON = TestJvm.PATIENCE;

  @TempDir(factory = InMemoryDirectory.class)
  Path directory;

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private SimplexPipe<byte[]> oneWay() {
    return closeLater(
        SimplexPipe.builder(Codec.bytes()).directory(directory).capacity(SMALL).create());
  }

  private SharedPipe<byte[], byte[]> bothWays() {
    return closeLater(
        SharedPipe.builder(Codec.bytes(), Codec.bytes())
            .directory(directory)
            .capacity(SMALL)
            .create());
  }

  private Puppet puppet() {
    // Large messages are there several times: encoded, compared.
    return closeLater(Puppet.start(null, "-Xmx384m"));
  }

  private <C extends AutoCloseable> C closeLater(C each) {
    open.add(0, each);
    return each;
  }

  @Test
  void bothSendTwentyMegabytesAtOnce() throws InterruptedException {
    SharedPipe<byte[], byte[]> pipe = bothWays();
    URI address = pipe.secondAddress();
    Puppet other = puppet();
    CompletableFuture<Boolean> there =
        other.begin(
            stage -> {
              PipeEnd<byte[], byte[]> end = PipeSides.end(stage, address);
              Mono<Void> sent = end.send(PipeSides.message(LARGE, 2)).cache();
              sent.subscribe();
              boolean same = PipeSides.takes(end, LARGE, 1);
              sent.block(Stage.PATIENCE);
              return same;
            });
    Mono<Void> sent = pipe.first().send(PipeSides.message(LARGE, 1)).cache();
    sent.subscribe();
    assertThat(PipeSides.takes(pipe.first(), LARGE, 2)).isTrue();
    sent.block(TestJvm.PATIENCE);
    assertThat(Puppet.get(there)).isTrue();
    other.call(
        stage -> {
          PipeSides.end(stage, address).close();
          return true;
        });
    assertThatThrownBy(() -> pipe.first().take()).isInstanceOf(QueueClosedException.class);
    assertThatThrownBy(() -> pipe.first().put(new byte[1]))
        .isInstanceOf(QueueClosedException.class);
  }

  @Test
  void bothPutTwentyMegabytesOnThreadsThatBlock() throws InterruptedException {
    SharedPipe<byte[], byte[]> pipe = bothWays();
    URI address = pipe.secondAddress();
    Puppet other = puppet();
    CompletableFuture<Boolean> put =
        other.begin(
            stage -> {
              PipeSides.end(stage, address).put(PipeSides.message(LARGE, 2));
              return true;
            });
    CompletableFuture<Boolean> taken =
        other.begin(stage -> PipeSides.takes(PipeSides.end(stage, address), LARGE, 1));
    Mono<Boolean> here =
        Mono.fromCallable(() -> PipeSides.takes(pipe.first(), LARGE, 2))
            .subscribeOn(Schedulers.boundedElastic())
            .cache();
    here.subscribe();
    pipe.first().put(PipeSides.message(LARGE, 1));
    assertThat(here.block(TestJvm.PATIENCE)).isTrue();
    assertThat(Puppet.get(put)).isTrue();
    assertThat(Puppet.get(taken)).isTrue();
  }

  @Test
  void failureCarriesClassMessageAndStack() {
    SimplexPipe<byte[]> pipe = oneWay();
    URI address = pipe.writerAddress();
    puppet()
        .call(
            stage -> {
              PipeSides.writer(stage, address).put(new byte[7]);
              PipeSides.writer(stage, address).fail(new IllegalStateException("no more paper"));
              return true;
            });
    List<byte[]> received = new ArrayList<>();
    assertThatThrownBy(
            () -> pipe.reader().receive().doOnNext(received::add).blockLast(TestJvm.PATIENCE))
        .isInstanceOfSatisfying(
            RemoteFailureException.class,
            failure -> {
              assertThat(failure.remoteClassName())
                  .isEqualTo(IllegalStateException.class.getName());
              assertThat(failure.remoteMessage()).isEqualTo("no more paper");
              assertThat(failure.remoteStackTrace()).contains("PipesBetweenProcessesTest");
            });
    assertThat(received).hasSize(1);
  }

  @Test
  void aWriterKilledInTheMiddleOfAMessageIsLostAfterItsWholeOnes() throws InterruptedException {
    SimplexPipe<byte[]> pipe = oneWay();
    URI address = pipe.writerAddress();
    Puppet writer = puppet();
    writer.call(
        stage -> {
          PipeSides.writer(stage, address).put(PipeSides.message(3, 1));
          PipeSides.writer(stage, address).put(PipeSides.message(10_000, 2));
          return PipeSides.beginToSend(PipeSides.writer(stage, address), LARGE, 3, stage);
        });
    long pid = writer.pid();
    assertThat(PipeSides.takes(pipe.reader(), 3, 1)).isTrue();
    writer.kill();
    assertThat(PipeSides.takes(pipe.reader(), 10_000, 2)).isTrue();
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> pipe.reader().take())
          .isInstanceOfSatisfying(
              PeerLostException.class, lost -> assertThat(lost.pid()).isEqualTo(pid));
    }
    assertThat(PipeSides.receiveAll(pipe.reader())).isEqualTo("lost " + pid);
  }

  /** Killed while the message flows, at another moment each time. */
  @Test
  void aWriterKilledWhileItsMessageFlowsLeavesNothingTorn() throws InterruptedException {
    for (int round = 0; round < 5; round++) {
      SimplexPipe<byte[]> pipe = oneWay();
      URI address = pipe.writerAddress();
      Puppet writer = puppet();
      writer.call(
          stage -> {
            Flux.range(0, 1_000_000)
                .map(i -> PipeSides.message(50_000 + i % 7, i))
                .subscribeOn(Schedulers.boundedElastic())
                .subscribe(PipeSides.writer(stage, address).subscriber());
            return true;
          });
      int count = 20 + 30 * round;
      for (int i = 0; i < count; i++) {
        assertThat(PipeSides.takes(pipe.reader(), 50_000 + i % 7, i)).isTrue();
      }
      writer.killAtOnce();
      int next = count;
      PeerLostException lost = null;
      while (lost == null) {
        try {
          assertThat(PipeSides.takes(pipe.reader(), 50_000 + next % 7, next)).isTrue();
          next++;
        } catch (PeerLostException e) {
          lost = e;
        }
      }
      assertThat(lost.pid()).isEqualTo(writer.pid());
    }
  }

  @Test
  void aReaderThatIsKilledIsLostForSendAllAndEveryLaterSend() throws InterruptedException {
    SimplexPipe<byte[]> pipe = oneWay();
    URI address = pipe.readerAddress();
    Puppet reader = puppet();
    AtomicBoolean cancelled = new AtomicBoolean();
    Flux<byte[]> silent =
        Flux.just(new byte[1]).concatWith(Flux.never()).doOnCancel(() -> cancelled.set(true));
    CompletableFuture<Void> all = pipe.writer().sendAll(silent).toFuture();
    assertThat(reader.<Integer>call(stage -> PipeSides.reader(stage, address).take().length))
        .isEqualTo(1);
    CompletableFuture<Void> large = pipe.writer().send(new byte[LARGE]).toFuture();
    String expected = "lost " + reader.pid();
    reader.kill();
    assertThat(all).failsWithin(SOON);
    assertThat(large).failsWithin(SOON);
    await().atMost(SOON).untilTrue(cancelled);
    for (CompletableFuture<Void> sending : List.of(all, large)) {
      assertThat(PipeSides.named(sending.handle((done, failure) -> failure).join()))
          .isEqualTo(expected);
    }
    for (int i = 0; i < 2; i++) {
      pipe.writer().fail(new IllegalStateException("too late to be what ended it"));
      assertThat(PipeSides.ending(pipe.writer().send(new byte[1]).cast(String.class).flux()))
          .isEqualTo(expected);
      assertThatThrownBy(() -> pipe.writer().put(new byte[1]))
          .isInstanceOf(PeerLostException.class);
    }
  }

  @Test
  void aRemoteCancelReachesASilentPublisher() {
    SimplexPipe<byte[]> pipe = oneWay();
    URI address = pipe.readerAddress();
    Puppet reader = puppet();
    AtomicBoolean cancelled = new AtomicBoolean();
    Flux<byte[]> silent = Flux.<byte[]>never().doOnCancel(() -> cancelled.set(true));
    CompletableFuture<Void> all = pipe.writer().sendAll(silent).toFuture();
    reader.call(
        stage -> {
          Disposable receiving = PipeSides.reader(stage, address).receive().subscribe();
          stage.things.put("receiving", receiving);
          return true;
        });
    assertThat(all).isNotDone();
    reader.call(
        stage -> {
          ((Disposable) stage.things.get("receiving")).dispose();
          return true;
        });
    await().atMost(SOON).untilTrue(cancelled);
    assertThat(all).failsWithin(SOON);
    assertThatThrownBy(() -> pipe.writer().offer(new byte[1]))
        .isInstanceOf(QueueClosedException.class);
  }

  /** Openers that used nothing come and go, in every way, while the stream goes on and ends. */
  @Test
  void thirdProcessesChangeNothing() throws InterruptedException {
    SimplexPipe<byte[]> pipe = oneWay();
    URI writerAddress = pipe.writerAddress();
    URI readerAddress = pipe.readerAddress();
    Puppet killed = puppet();
    Puppet closed = puppet();
    Puppet idle = puppet();
    for (Puppet third : List.of(killed, closed, idle)) {
      third.call(
          stage -> {
            PipeSides.writer(stage, writerAddress);
            PipeSides.reader(stage, readerAddress);
            return true;
          });
    }
    Puppet writer = puppet();
    writer.call(
        stage -> {
          PipeSides.writer(stage, writerAddress).put(new byte[1]);
          return true;
        });
    assertThat(pipe.reader().take()).hasSize(1);
    killed.kill();
    closed.call(
        stage -> {
          PipeSides.writer(stage, writerAddress).close();
          PipeSides.reader(stage, readerAddress).close();
          return true;
        });
    closed.exit();
    assertThat(pipe.reader().poll(Duration.ofMillis(500))).isNull();
    writer.call(
        stage -> {
          PipeSides.writer(stage, writerAddress).put(new byte[2]);
          return true;
        });
    assertThat(pipe.reader().take()).hasSize(2);
    // The idle one has both ends open still: that masks no end.
    writer.kill();
    assertThatThrownBy(() -> pipe.reader().take()).isInstanceOf(PeerLostException.class);
    assertThat(
            idle.<String>call(
                stage -> {
                  try {
                    PipeSides.writer(stage, writerAddress).offer(new byte[1]);
                    return "accepted";
                  } catch (RuntimeException e) {
                    return PipeSides.named(e);
                  }
                }))
        .isEqualTo("SluiceException");
  }

  @Test
  void ofManyProcessesOneGetsTheEnd() {
    SimplexPipe<byte[]> pipe = oneWay();
    URI address = pipe.writerAddress();
    List<Puppet> puppets = List.of(puppet(), puppet(), puppet());
    List<String> results =
        Puppet.all(
            puppets,
            stage -> {
              try {
                PipeSides.writer(stage, address).put(new byte[1]);
                return "accepted";
              } catch (RuntimeException e) {
                return PipeSides.named(e);
              }
            });
    assertThat(results).containsExactlyInAnyOrder("accepted", "SluiceException", "SluiceException");
  }

  @Test
  void aStoppedWriterIsWaitedFor() throws InterruptedException {
    SimplexPipe<byte[]> pipe = oneWay();
    URI address = pipe.writerAddress();
    Puppet writer = puppet();
    writer.call(
        stage -> {
          PipeSides.writer(stage, address).put(PipeSides.message(1, 1));
          return PipeSides.beginToSend(PipeSides.writer(stage, address), LARGE, 2, stage);
        });
    assertThat(PipeSides.takes(pipe.reader(), 1, 1)).isTrue();
    writer.stop();
    assertThat(pipe.reader().poll(Duration.ofSeconds(3))).isNull();
    writer.resume();
    assertThat(PipeSides.takes(pipe.reader(), LARGE, 2)).isTrue();
  }

  @Test
  void anExpectedChildThatExitsUnclaimedIsLost() throws InterruptedException {
    SharedPipe<byte[], byte[]> pipe = bothWays();
    try (ChildJvm child = ChildJvm.builder(Nothing.class).start()) {
      pipe.first().expect(child);
      CompletableFuture<Void> sent = pipe.first().send(new byte[LARGE]).toFuture();
      assertThatThrownBy(() -> pipe.first().take())
          .isInstanceOfSatisfying(
              PeerLostException.class, lost -> assertThat(lost.pid()).isEqualTo(child.pid()));
      assertThat(sent).failsWithin(SOON);
      assertThat(PipeSides.named(sent.handle((done, failure) -> failure).join()))
          .isEqualTo("lost " + child.pid());
    }
  }

  /** Ends at once. */
  static final class Nothing {
    private Nothing() {}

    public static void main(String[] args) {
      assert Arrays.asList(args).isEmpty();
    }
  }

  /** It has not closed the pipe, whose name is gone nevertheless: nobody will come. */
  @Test
  void aCreatorThatExitsWithdrawsWhatNobodyUses() throws InterruptedException {
    Puppet creator = puppet();
    String where = directory.toString();
    String address =
        creator.call(
            stage -> {
              SimplexPipe<byte[]> pipe =
                  SimplexPipe.builder(Codec.bytes()).directory(Path.of(where)).create();
              stage.things.put("pipe", pipe);
              return pipe.readerAddress().toString();
            });
    try (PipeReader<byte[]> reader = PipeReader.open(URI.create(address), Codec.bytes())) {
      assertThat(reader.poll(Duration.ofMillis(100))).isNull();
      creator.exit();
      assertThatThrownBy(() -> reader.poll(TestJvm.PATIENCE))
          .isInstanceOf(QueueClosedException.class);
    }
  }

  @Test
  void aCreatorThatIsKilledLeavesThePipeToItsEnds() throws InterruptedException {
    Puppet creator = puppet();
    String where = directory.toString();
    List<String> addresses =
        creator.call(
            stage -> {
              SimplexPipe<byte[]> pipe =
                  SimplexPipe.builder(Codec.bytes()).directory(Path.of(where)).create();
              stage.things.put("pipe", pipe);
              return List.of(pipe.writerAddress().toString(), pipe.readerAddress().toString());
            });
    Puppet writer = puppet();
    Puppet reader = puppet();
    URI writerAddress = URI.create(addresses.get(0));
    URI readerAddress = URI.create(addresses.get(1));
    writer.call(
        stage -> {
          PipeSides.writer(stage, writerAddress).put(PipeSides.message(1, 1));
          return true;
        });
    creator.kill();
    assertThat(
            reader.<Boolean>call(
                stage -> PipeSides.takes(PipeSides.reader(stage, readerAddress), 1, 1)))
        .isTrue();
    writer.call(
        stage -> {
          PipeSides.writer(stage, writerAddress).put(PipeSides.message(100_000, 2));
          PipeSides.writer(stage, writerAddress).close();
          return true;
        });
    assertThat(
            reader.<Boolean>call(
                stage -> PipeSides.takes(PipeSides.reader(stage, readerAddress), 100_000, 2)))
        .isTrue();
    assertThat(
            reader.<String>call(
                stage -> PipeSides.receiveAll(PipeSides.reader(stage, readerAddress))))
        .isEqualTo("0");
  }
}
