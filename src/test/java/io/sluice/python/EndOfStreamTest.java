package io.sluice.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.QueueClosedException;
import io.sluice.codec.Codec;
import io.sluice.queue.SharedQueue;
import io.sluice.testing.TestJvm;
import java.net.URI;
import org.junit.jupiter.api.Test;

/**
 * In Python nothing says that no more items will come: one puts as many sentinels as there are
 * consumers.
 */
class EndOfStreamTest {
  @Test
  void everyConsumerIsTold() throws InterruptedException {
    try (SharedQueue<String> q = SharedQueue.create(10, Codec.utf8());
        TestJvm one = TestJvm.start(Consumer.class, q.address().toString());
        TestJvm other = TestJvm.start(Consumer.class, q.address().toString())) {
      for (int i = 0; i < 10; i++) {
        q.put("item");
      }
      q.complete();
      assertThatThrownBy(() -> q.put("late")).isInstanceOf(QueueClosedException.class);
      long sum =
          Long.parseLong(one.awaitLine("received")) + Long.parseLong(other.awaitLine("received"));
      assertThat(sum).isEqualTo(10);
      assertThat(one.awaitExit()).isZero();
      assertThat(other.awaitExit()).isZero();
    }
  }

  static final class Consumer {
    public static void main(String[] args) {
      try (SharedQueue<String> q = SharedQueue.open(URI.create(args[0]), Codec.utf8())) {
        Long count = q.receive().count().block(TestJvm.PATIENCE);
        System.out.println("received " + count);
      }
    }
  }
}
