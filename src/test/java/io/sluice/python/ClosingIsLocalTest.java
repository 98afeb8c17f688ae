package io.sluice.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.QueueClosedException;
import io.sluice.codec.Codec;
import io.sluice.queue.SharedQueue;
import io.sluice.testing.TestJvm;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** Whoever closes has closed for himself. */
class ClosingIsLocalTest {
  @Test
  void othersGoOn() throws InterruptedException {
    try (SharedQueue<String> q = SharedQueue.create(3, Codec.utf8());
        TestJvm closer = TestJvm.start(Closer.class, q.address().toString())) {
      assertThat(closer.awaitExit()).isZero();
      assertThat(q.take()).isEqualTo("before");
      q.put("after");
      assertThat(q.take()).isEqualTo("after");
    }
  }

  static final class Closer {
    public static void main(String[] args) throws InterruptedException {
      SharedQueue<String> q = SharedQueue.open(URI.create(args[0]), Codec.utf8());
      q.put("before");
      q.close();
      assertThatThrownBy(() -> q.put("closed")).isInstanceOf(QueueClosedException.class);
    }
  }
}
