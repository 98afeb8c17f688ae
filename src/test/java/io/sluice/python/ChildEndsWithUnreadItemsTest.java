package io.sluice.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.codec.Codec;
import io.sluice.queue.SharedQueue;
import io.sluice.testing.TestJvm;
import java.net.URI;
import org.junit.jupiter.api.Test;

/**
 * In Python a parent that joins its child before it reads may wait for ever: the child flushes its
 * feeder thread first.
 */
class ChildEndsWithUnreadItemsTest {
  private static final int MEGABYTE = 1 << 20;

  @Test
  void aChildEndsThoughNobodyHasReadWhatItPut() throws InterruptedException {
    try (SharedQueue<byte[]> q = SharedQueue.create(8, Codec.bytes());
        TestJvm child = TestJvm.start(Child.class, q.address().toString())) {
      assertThat(child.awaitExit()).isZero();
      for (int i = 0; i < 8; i++) {
        assertThat(q.take()).hasSize(MEGABYTE);
      }
    }
  }

  static final class Child {
    public static void main(String[] args) throws InterruptedException {
      SharedQueue<byte[]> q = SharedQueue.open(URI.create(args[0]), Codec.bytes());
      for (int i = 0; i < 8; i++) {
        q.put(new byte[MEGABYTE]);
      }
    }
  }
}
