package io.sluice.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.codec.Codec;
import io.sluice.queue.SharedQueue;
import io.sluice.testing.TestJvm;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** In Python a consumer that is killed in {@code get} may hold the read lock for ever. */
class KilledConsumerTest {
  @Test
  void othersGoOnReading() throws InterruptedException {
    try (SharedQueue<String> q = SharedQueue.create(3, Codec.utf8())) {
      for (int i = 0; i < 3; i++) {
        try (TestJvm waiting = TestJvm.start(Waiting.class, q.address().toString())) {
          waiting.awaitLine("waiting");
          waiting.kill();
          waiting.awaitExit();
        }
        q.put("item " + i);
        assertThat(q.poll(TestJvm.PATIENCE)).isEqualTo("item " + i);
      }
      assertThat(q.inFlight()).isZero();
    }
  }

  static final class Waiting {
    public static void main(String[] args) throws InterruptedException {
      SharedQueue<String> q = SharedQueue.open(URI.create(args[0]), Codec.utf8());
      System.out.println("waiting");
      q.take();
    }
  }
}
