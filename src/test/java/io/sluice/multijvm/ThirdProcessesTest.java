package io.sluice.multijvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.PeerLostException;
import io.sluice.QueueClosedException;
import io.sluice.RemoteFailureException;
import io.sluice.SluiceException;
import io.sluice.codec.Codec;
import io.sluice.pipe.PipeEnd;
import io.sluice.pipe.SharedPipe;
import io.sluice.testing.TestJvm;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Processes that know the addresses of a pipe both ways, and try everything on it: opening, using,
 * ending, closing, dying. They neither end the streams of the two whose it is nor keep them open.
 */
class ThirdProcessesTest {
  /** How many calls are tried. */
  private static final int ALL = 8;

  @TempDir(factory = InMemoryDirectory.class)
  Path directory;

  private SharedPipe<byte[], byte[]> pipe;
  private final List<Puppet> puppets = new ArrayList<>();

  @BeforeEach
  void create() {
    pipe = SharedPipe.builder(Codec.bytes(), Codec.bytes()).directory(directory).create();
  }

  @AfterEach
  void close() {
    Puppet.close(puppets);
    pipe.close();
  }

  private Puppet puppet() {
    Puppet puppet = Puppet.start(null);
    puppets.add(puppet);
    return puppet;
  }

  /** Tries everything on the end, once it has opened it; how many calls were refused. */
  private static int tryAll(Stage stage, URI address) {
    PipeEnd<byte[], byte[]> end = PipeEnd.open(address, Codec.bytes(), Codec.bytes());
    stage.things.put("end of " + address, end);
    List<Mono<?>> calls =
        List.of(
            Mono.fromRunnable(() -> end.offer(new byte[9])),
            Mono.fromRunnable(end::poll),
            Mono.fromRunnable(end::complete),
            Mono.fromRunnable(() -> end.fail(new IllegalStateException("not mine"))),
            end.send(new byte[9]),
            end.sendAll(Flux.just(new byte[9])),
            end.receive().next(),
            end.receive().take(1).then());
    int refused = 0;
    for (Mono<?> call : calls) {
      try {
        call.block(Stage.PATIENCE);
      } catch (SluiceException e) {
        refused += e.getClass() == SluiceException.class ? 1 : 0;
      }
    }
    // Its error goes to onErrorDropped, so that there is nothing to count; nothing may come of it.
    Flux.just(new byte[9]).subscribe(end.subscriber());
    return refused;
  }

  private static boolean put(Puppet puppet, URI address, int size) {
    Boolean put =
        puppet.call(
            stage -> {
              PipeSides.end(stage, address).put(new byte[size]);
              return true;
            });
    return put;
  }

  private static int take(Puppet puppet, URI address) {
    Integer taken = puppet.call(stage -> PipeSides.end(stage, address).poll(Stage.PATIENCE).length);
    return taken;
  }

  private static void assertCarries(Puppet from, URI its, Puppet to, URI other, int size) {
    assertThat(put(from, its, size)).isTrue();
    assertThat(take(to, other)).isEqualTo(size);
  }

  @Test
  void whateverTheyTryTheStreamsGoOnAndEndAsTheirOwnersSay() {
    URI first = pipe.firstAddress();
    URI second = pipe.secondAddress();
    Puppet writer = puppet();
    Puppet reader = puppet();
    assertCarries(writer, first, reader, second, 1);
    Puppet closing = puppet();
    Puppet killed = puppet();
    Puppet exiting = puppet();
    Puppet staying = puppet();
    for (Puppet third : List.of(closing, killed, exiting, staying)) {
      for (URI address : List.of(first, second)) {
        assertThat(third.<Integer>call(stage -> tryAll(stage, address))).isEqualTo(ALL);
      }
    }
    closing.call(
        stage -> {
          for (Object end : stage.things.values()) {
            ((PipeEnd<?, ?>) end).close();
          }
          return true;
        });
    killed.kill();
    assertThat(exiting.exit()).isZero();
    for (int i = 2; i < 20; i++) {
      assertCarries(writer, first, reader, second, i);
      assertCarries(reader, second, writer, first, 100 + i);
    }
    String failure = "no more paper";
    writer.call(
        stage -> {
          PipeSides.end(stage, first).fail(new IllegalStateException(failure));
          return true;
        });
    assertThat(ending(reader, second)).isEqualTo(RemoteFailureException.class.getSimpleName());
    assertCarries(reader, second, writer, first, 3);
    reader.call(
        stage -> {
          PipeSides.end(stage, second).complete();
          return true;
        });
    assertThat(ending(writer, first)).isEqualTo(QueueClosedException.class.getSimpleName());
  }

  /** Who has the ends open, and has tried to use them, does not hide that their owner has died. */
  @Test
  void theyMaskNoDeath() {
    URI first = pipe.firstAddress();
    URI second = pipe.secondAddress();
    Puppet writer = puppet();
    Puppet staying = puppet();
    assertThat(put(writer, first, 1)).isTrue();
    assertThat(staying.<Integer>call(stage -> tryAll(stage, first))).isEqualTo(ALL);
    staying.call(
        stage -> {
          stage.things.put("idle", PipeEnd.open(second, Codec.bytes(), Codec.bytes()));
          return true;
        });
    assertThat(pipe.second().poll()).hasSize(1);
    long pid = writer.pid();
    writer.killAtOnce();
    assertThatThrownBy(() -> pipe.second().poll(TestJvm.PATIENCE))
        .isInstanceOfSatisfying(
            PeerLostException.class, lost -> assertThat(lost.pid()).isEqualTo(pid));
    // Nor can they have the end after it.
    assertThat(staying.<Integer>call(stage -> tryAll(stage, first))).isEqualTo(ALL);
  }

  /** Of many processes that use both ends of a pipe at the same time, each end gets one. */
  @Test
  void eachEndGoesToOneProcess() {
    URI second = pipe.secondAddress();
    List<Puppet> rivals = List.of(puppet(), puppet(), puppet(), puppet());
    List<String> results =
        Puppet.all(
            rivals,
            stage -> {
              try {
                PipeSides.end(stage, second).put(new byte[1]);
                return "accepted";
              } catch (SluiceException e) {
                return PipeSides.named(e);
              }
            });
    assertThat(results).filteredOn("accepted"::equals).hasSize(1);
    assertThat(results).filteredOn("SluiceException"::equals).hasSize(rivals.size() - 1);
    assertThat(pipe.first().poll()).hasSize(1);
    assertThat(pipe.first().poll()).isNull();
    assertThat(pipe.first().offer(new byte[2])).isTrue();
    assertThat(take(rivals.get(results.indexOf("accepted")), second)).isEqualTo(2);
  }

  /** SIGSTOP is no death, whichever end it hits. */
  @Test
  void aStoppedReaderIsWaitedFor() throws InterruptedException {
    URI second = pipe.secondAddress();
    Puppet reader = puppet();
    assertThat(pipe.first().offer(new byte[1])).isTrue();
    assertThat(take(reader, second)).isEqualTo(1);
    reader.stop();
    byte[] large = new byte[3 << 20];
    assertThat(pipe.first().offer(large, Duration.ofSeconds(2))).isFalse();
    reader.resume();
    // What was begun of the large one fills the pipe until it is read, and is no message.
    CompletableFuture<Integer> taken =
        reader.begin(stage -> PipeSides.end(stage, second).poll(Stage.PATIENCE).length);
    assertThat(pipe.first().offer(new byte[4], TestJvm.PATIENCE)).isTrue();
    assertThat(Puppet.get(taken)).isEqualTo(4);
  }

  private static String ending(Puppet puppet, URI address) {
    String ending =
        puppet.call(
            stage -> {
              try {
                return PipeSides.takes(PipeSides.end(stage, address), 0, 0) ? "empty" : "another";
              } catch (RuntimeException e) {
                return PipeSides.named(e);
              }
            });
    return ending;
  }
}
