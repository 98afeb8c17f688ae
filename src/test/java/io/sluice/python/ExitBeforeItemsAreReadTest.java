package io.sluice.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.codec.Codec;
import io.sluice.queue.SharedQueue;
import io.sluice.testing.TestJvm;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** What was put stays there when its producer has ended, in order or by kill -9. */
class ExitBeforeItemsAreReadTest {
  private static final int ITEMS = 100;

  @Test
  void theItemsAreThere() throws InterruptedException {
    try (SharedQueue<String> q = SharedQueue.create(2 * ITEMS, Codec.utf8());
        TestJvm ends = TestJvm.start(Producer.class, q.address().toString(), "end");
        TestJvm halts = TestJvm.start(Producer.class, q.address().toString(), "halt")) {
      assertThat(ends.awaitExit()).isZero();
      assertThat(halts.awaitExit()).isEqualTo(9);
      for (int i = 0; i < 2 * ITEMS; i++) {
        assertThat(q.poll()).isNotNull();
      }
      assertThat(q.poll()).isNull();
    }
  }

  static final class Producer {
    public static void main(String[] args) throws InterruptedException {
      SharedQueue<String> q = SharedQueue.open(URI.create(args[0]), Codec.utf8());
      for (int i = 0; i < ITEMS; i++) {
        q.put(args[1] + i);
      }
      if (args[1].equals("halt")) {
        Runtime.getRuntime().halt(9);
      }
    }
  }
}
