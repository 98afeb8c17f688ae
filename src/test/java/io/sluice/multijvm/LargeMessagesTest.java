package io.sluice.multijvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.codec.Codec;
import io.sluice.pipe.PipeEnd;
import io.sluice.pipe.SharedPipe;
import io.sluice.process.ChildJvm;
import io.sluice.testing.TestJvm;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Both ends send large messages at the same time, over a pipe of 64 KiB, in heaps of 256 MiB: four
 * times the size of a message, or six where its sender keeps it, and each process has two under
 * way.
 */
class LargeMessagesTest {
  private static final int SMALL = 64 << 10;
  private static final int MESSAGES = 3;

  @TempDir(factory = InMemoryDirectory.class)
  Path directory;

  @ParameterizedTest
  @CsvSource({"send, 64000000", "sendAll, 40000000", "put, 40000000"})
  void bothEndsAtOnceInASmallHeap(String way, int size) {
    try (SharedPipe<byte[], byte[]> pipe =
            SharedPipe.builder(Codec.bytes(), Codec.bytes())
                .directory(directory)
                .capacity(SMALL)
                .create();
        TestJvm first = start(pipe.firstAddress(), way, 1, size);
        TestJvm second = start(pipe.secondAddress(), way, 2, size)) {
      for (TestJvm end : List.of(first, second)) {
        assertThat(end.awaitExit()).as(end::toString).isZero();
        assertThat(end.lines()).as(end::toString).contains("same " + MESSAGES);
      }
    }
  }

  private static TestJvm start(URI address, String way, int seed, int size) {
    return TestJvm.start(
        ChildJvm.builder(End.class)
            .jvmArgs("-Xmx256m", "-XX:+UseG1GC")
            .args(address.toString(), way, Integer.toString(seed), Integer.toString(size)));
  }

  /** Sends and takes, each on its own thread, and keeps no message. */
  static final class End {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static int size;

    public static void main(String[] args) throws InterruptedException {
      int seed = Integer.parseInt(args[2]);
      size = Integer.parseInt(args[3]);
      try (PipeEnd<byte[], byte[]> end =
          PipeEnd.open(URI.create(args[0]), Codec.bytes(), Codec.bytes())) {
        Thread sending = new Thread(() -> send(end, args[1], seed));
        sending.start();
        int same = 0;
        for (int i = 0; i < MESSAGES; i++) {
          same += isMessage(end.poll(PATIENCE), i + 3 - seed) ? 1 : 0;
        }
        System.out.println("same " + same);
        sending.join();
      }
    }

    private static void send(PipeEnd<byte[], byte[]> end, String way, int seed) {
      Flux<Integer> numbers = Flux.range(0, MESSAGES);
      Mono<Void> sent =
          switch (way) {
            case "send" -> numbers.concatMap(i -> end.send(message(i + seed)), 0).then();
            case "sendAll" -> end.sendAll(numbers.map(i -> message(i + seed)));
            default -> numbers.doOnNext(i -> put(end, message(i + seed))).then();
          };
      sent.block(PATIENCE);
    }

    private static void put(PipeEnd<byte[], byte[]> end, byte[] message) {
      try {
        end.put(message);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private static byte[] message(int seed) {
      byte[] message = new byte[size];
      for (int i = 0; i < size; i++) {
        message[i] = byteAt(i, seed);
      }
      return message;
    }

    private static boolean isMessage(byte[] message, int seed) {
      boolean same = message != null && message.length == size;
      for (int i = 0; same && i < size; i++) {
        same = message[i] == byteAt(i, seed);
      }
      return same;
    }

    private static byte byteAt(int i, int seed) {
      return (byte) (i * 31 >>> 7 ^ i + seed);
    }
  }
}
