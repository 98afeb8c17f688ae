package io.sluice.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.PeerLostException;
import io.sluice.QueueClosedException;
import io.sluice.codec.Codec;
import io.sluice.pipe.PipeEnd;
import io.sluice.pipe.PipeReader;
import io.sluice.pipe.SharedPipe;
import io.sluice.pipe.SimplexPipe;
import io.sluice.testing.TestJvm;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** EOFError after the last message, BrokenPipeError, and the messages' own boundaries. */
class PipeEndsTest {
  @Test
  void whatWasSentIsReadBeforeTheEnd() throws InterruptedException {
    try (SharedPipe<String, String> pipe = SharedPipe.duplex(Codec.utf8(), Codec.utf8());
        PipeEnd<String, String> a = pipe.first();
        TestJvm other = TestJvm.start(Greeter.class, pipe.secondAddress().toString())) {
      assertThat(other.awaitExit()).isZero();
      assertThat(a.isEmpty()).isFalse();
      assertThat(a.take()).isEqualTo("hello");
      assertThat(a.take()).isEmpty();
      assertThat(a.isEmpty()).isTrue();
      assertThatThrownBy(a::take).isInstanceOf(QueueClosedException.class);
    }
  }

  static final class Greeter {
    public static void main(String[] args) throws InterruptedException {
      try (PipeEnd<String, String> b =
          PipeEnd.open(URI.create(args[0]), Codec.utf8(), Codec.utf8())) {
        b.put("hello");
        b.put("");
      }
    }
  }

  @Test
  void whoeverWritesLearnsThatNobodyReads() throws InterruptedException {
    try (SimplexPipe<String> pipe = SharedPipe.simplex(Codec.utf8());
        TestJvm reader = TestJvm.start(Reader.class, pipe.readerAddress().toString())) {
      pipe.writer().put("one");
      assertThat(reader.awaitLine("read")).isEqualTo("one");
      reader.kill();
      await()
          .atMost(TestJvm.PATIENCE)
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> pipe.writer().put("two"))
                      .isInstanceOf(PeerLostException.class));
    }
  }

  static final class Reader {
    public static void main(String[] args) throws InterruptedException {
      PipeReader<String> reader = PipeReader.open(URI.create(args[0]), Codec.utf8());
      System.out.println("read " + reader.take());
      Thread.currentThread().join();
    }
  }
}
