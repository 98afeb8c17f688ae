package io.sluice.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.PeerLostException;
import io.sluice.QueueClosedException;
import io.sluice.codec.Codec;
import io.sluice.queue.ReceiveOptions;
import io.sluice.ring.PipeEnds.Side;
import io.sluice.ring.QueueSettings;
import io.sluice.ring.SharedMemoryEngine;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Ends that close while anything is under way at them. */
class ClosingTest {
  private static final int ROUNDS = 60;
  private static final int LARGE = 3 * Pipes.SMALL;

  @RegisterExtension private final Pipes pipes = new Pipes();

  private static <V> CompletableFuture<V> onThread(Callable<V> call) {
    return Mono.fromCallable(call).subscribeOn(Schedulers.boundedElastic()).toFuture();
  }

  /** Everything that an end can be busy with; each goes on until something ends it. */
  private static List<CompletableFuture<?>> busy(PipeEnd<byte[], byte[]> end) {
    Flux<byte[]> sizes = Flux.range(0, 1 << 20).map(i -> new byte[i % 3 == 0 ? LARGE : i % 100]);
    return List.of(
        end.sendAll(sizes).toFuture(),
        end.sendAll(Flux.never()).toFuture(),
        Flux.range(0, 1 << 20)
            .concatMap(i -> end.send(new byte[i % 5 == 0 ? LARGE : 7]))
            .then()
            .toFuture(),
        onThread(
            () -> {
              for (int i = 0; i < 1 << 20; i++) {
                end.put(new byte[i % 4 == 0 ? LARGE : 9]);
              }
              return null;
            }),
        onThread(
            () -> {
              for (int i = 0; i < 1 << 20; i++) {
                end.poll(Pipes.PATIENCE);
              }
              return null;
            }),
        end.receive().then().toFuture(),
        end.receive(ReceiveOptions.defaults().withScheduler(Schedulers.immediate()))
            .then()
            .toFuture());
  }

  /** Whoever empties the directory after the close must not meet files that come and go. */
  @Test
  void afterTheCloseThePipeHasNoFiles(@TempDir Path directory) throws IOException {
    for (int i = 0; i < ROUNDS; i++) {
      SharedPipe<byte[], byte[]> duplex =
          SharedPipe.builder(Codec.bytes(), Codec.bytes())
              .directory(directory)
              .capacity(Pipes.SMALL)
              .create();
      SimplexPipe<byte[]> simplex =
          SimplexPipe.builder(Codec.bytes()).directory(directory).capacity(Pipes.SMALL).create();
      duplex.close();
      simplex.close();
      try (Stream<Path> files = Files.list(directory)) {
        assertThat(files.filter(file -> file.toString().contains(".queue"))).isEmpty();
      }
    }
  }

  @Test
  void everythingEndsSoonAndWithAReason() {
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < ROUNDS; round++) {
      SharedPipe<byte[], byte[]> pipe = pipes.duplex();
      List<CompletableFuture<?>> calls = new ArrayList<>(busy(pipe.first()));
      calls.addAll(busy(pipe.second()));
      LockSupport.parkNanos(random.nextInt(3_000_000));
      switch (round % 3) {
        case 0 -> pipe.first().close();
        case 1 -> pipe.second().close();
        default -> pipe.close();
      }
      CompletableFuture<?> all = CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new));
      await().pollInterval(Duration.ofMillis(5)).atMost(Pipes.PATIENCE).until(all::isDone);
      for (int i = 0; i < calls.size(); i++) {
        Throwable failure = calls.get(i).handle((done, thrown) -> thrown).join();
        if (failure instanceof CompletionException wrapped) {
          failure = wrapped.getCause();
        }
        if (failure != null) {
          assertThat(failure)
              .as("round %s, call %s", round, i)
              .isInstanceOf(QueueClosedException.class);
        }
      }
      pipe.close();
    }
  }

  /** As if the other process, or the creator, had died between the two directions. */
  @Test
  void whatBecomesOfOneDirectionBecomesOfTheOther() throws InterruptedException {
    SharedPipe<byte[], byte[]> pipe = pipes.duplex();
    pipe.first().put(new byte[1]);
    try (Half incoming = new Half(pipe.secondAddress())) {
      assertThat(incoming.engine.ends().lose(Side.WRITER, 4711)).isTrue();
    }
    assertThatThrownBy(() -> pipe.first().take()).isInstanceOf(PeerLostException.class);
    await()
        .atMost(Pipes.PATIENCE)
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> pipe.first().offer(new byte[1]))
                    .isInstanceOfSatisfying(
                        PeerLostException.class, lost -> assertThat(lost.pid()).isEqualTo(4711)));
    SharedPipe<byte[], byte[]> withdrawn = pipes.duplex();
    try (Half outgoing = new Half(withdrawn.firstAddress())) {
      assertThat(outgoing.engine.ends().withdraw(Side.READER)).isTrue();
    }
    // That came before the first use.
    assertThatThrownBy(() -> withdrawn.first().put(new byte[1]))
        .isInstanceOf(QueueClosedException.class);
    assertThatThrownBy(() -> withdrawn.first().take()).isInstanceOf(QueueClosedException.class);
  }

  /** One direction of a pipe both ways. */
  private static final class Half implements AutoCloseable {
    private final SharedMemoryEngine engine;

    Half(URI address) {
      engine =
          SharedMemoryEngine.open(address, QueueSettings.Kind.PIPE, Codec.bytes().fingerprint(), 0);
    }

    @Override
    public void close() {
      engine.close().toCompletableFuture().join();
    }
  }
}
