package io.sluice.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.codec.Codec;
import io.sluice.queue.SharedQueue;
import io.sluice.sync.SharedSemaphore;
import org.junit.jupiter.api.Test;

/** In Python a queue holds 32,767 items at most, where semaphores do. */
class LargeBoundsTest {
  private static final int MANY = 100_000;

  @Test
  void boundsArePlainNumbers() {
    try (SharedQueue<Integer> q = SharedQueue.create(MANY, Codec.kryo(Integer.class))) {
      for (int i = 0; i < MANY; i++) {
        assertThat(q.offer(i)).isTrue();
      }
      assertThat(q.offer(MANY)).isFalse();
      assertThat(q.size()).isEqualTo(MANY);
    }
    try (SharedSemaphore semaphore = SharedSemaphore.create(MANY)) {
      assertThat(semaphore.availablePermits()).isEqualTo(MANY);
    }
  }
}
