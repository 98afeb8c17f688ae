package io.sluice.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.codec.Codec;
import io.sluice.queue.Delivery;
import io.sluice.queue.SharedQueue;
import io.sluice.testing.TestJvm;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** {@code JoinableQueue}: an acknowledgement is {@code task_done}. */
class JoinWaitsForTaskDoneTest {
  @Test
  void joinCompletesWhenEveryItemIsAcknowledged() throws Exception {
    try (SharedQueue<String> q = SharedQueue.create(3, Codec.utf8())) {
      q.put("a");
      q.put("b");
      CompletableFuture<Void> joined = q.join().toFuture();
      Delivery<String> item = q.receiveManualAck().blockFirst(TestJvm.PATIENCE);
      assertThat(item.value()).isEqualTo("a");
      Calls.assertWaits(joined);
      try (TestJvm worker = TestJvm.start(Worker.class, q.address().toString())) {
        assertThat(worker.awaitExit()).isZero();
      }
      q.join().block(TestJvm.PATIENCE);
      assertThat(joined).succeedsWithin(TestJvm.PATIENCE);
    }
  }

  /** Does what is there, also what was given back. */
  static final class Worker {
    public static void main(String[] args) {
      try (SharedQueue<String> q = SharedQueue.open(URI.create(args[0]), Codec.utf8())) {
        q.receiveManualAck().take(2).doOnNext(Delivery::ack).blockLast(TestJvm.PATIENCE);
      }
    }
  }
}
