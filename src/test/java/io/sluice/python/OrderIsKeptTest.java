package io.sluice.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.codec.Codec;
import io.sluice.queue.SharedQueue;
import io.sluice.testing.TestJvm;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** First in, first out, from one process to another. */
class OrderIsKeptTest {
  private static final int ITEMS = 2_000;

  @Test
  void itemsComeInTheOrderInWhichTheyWerePut() throws InterruptedException {
    Codec<Integer> codec = Codec.kryo(Integer.class);
    try (SharedQueue<Integer> q = SharedQueue.create(16, codec);
        TestJvm producer = TestJvm.start(Producer.class, q.address().toString())) {
      List<Integer> taken = new ArrayList<>();
      for (int i = 0; i < ITEMS; i++) {
        taken.add(q.take());
      }
      assertThat(taken).isEqualTo(IntStream.range(0, ITEMS).boxed().toList());
      assertThat(producer.awaitExit()).isZero();
    }
  }

  static final class Producer {
    public static void main(String[] args) throws InterruptedException {
      try (SharedQueue<Integer> q =
          SharedQueue.open(URI.create(args[0]), Codec.kryo(Integer.class))) {
        for (int i = 0; i < ITEMS; i++) {
          q.put(i);
        }
      }
    }
  }
}
