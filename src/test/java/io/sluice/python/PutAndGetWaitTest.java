package io.sluice.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.codec.Codec;
import io.sluice.process.ChildJvm;
import io.sluice.queue.SharedQueue;
import io.sluice.testing.TestJvm;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** {@code put} waits for room and {@code get} for an item, in whatever process that comes from. */
class PutAndGetWaitTest {
  @Test
  void putWaitsForRoom() throws Exception {
    try (SharedQueue<String> q = SharedQueue.create(3, Codec.utf8())) {
      for (String item : new String[] {"a", "b", "c"}) {
        q.put(item);
      }
      CompletableFuture<Void> waiting = Calls.begin(() -> q.put("d"));
      Calls.assertWaits(waiting);
      try (TestJvm taker =
          TestJvm.start(ChildJvm.builder(Taker.class).args(q.address().toString()))) {
        assertThat(taker.awaitLine("took")).isEqualTo("a");
        assertThat(waiting).succeedsWithin(TestJvm.PATIENCE);
      }
    }
  }

  @Test
  void getWaitsForAnItem() throws Exception {
    try (SharedQueue<String> q = SharedQueue.create(3, Codec.utf8());
        TestJvm taker = TestJvm.start(ChildJvm.builder(Taker.class).args(q.address().toString()))) {
      taker.awaitLine("taking");
      q.put("late");
      assertThat(taker.awaitLine("took")).isEqualTo("late");
    }
  }

  static final class Taker {
    public static void main(String[] args) throws InterruptedException {
      try (SharedQueue<String> q = SharedQueue.open(URI.create(args[0]), Codec.utf8())) {
        System.out.println("taking");
        String item = q.take();
        System.out.println("took " + item);
      }
    }
  }
}
