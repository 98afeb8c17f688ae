package io.sluice.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.codec.Codec;
import io.sluice.queue.SharedQueue;
import org.junit.jupiter.api.Test;

/**
 * In Python {@code get_nowait} may raise Empty right after a {@code put}, as the feeder has not
 * sent yet.
 */
class PutIsSeenAtOnceTest {
  @Test
  void whatWasPutIsThere() throws InterruptedException {
    try (SharedQueue<Integer> q = SharedQueue.create(1, Codec.kryo(Integer.class));
        SharedQueue<Integer> other = SharedQueue.open(q.address(), Codec.kryo(Integer.class))) {
      for (int i = 0; i < 10_000; i++) {
        q.put(i);
        assertThat(other.poll()).isEqualTo(i);
      }
    }
  }
}
