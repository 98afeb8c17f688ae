package io.sluice.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.QueueEmptyException;
import io.sluice.QueueFullException;
import io.sluice.codec.Codec;
import io.sluice.queue.SharedQueue;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Full and Empty after a time, for threads and for pipelines. */
class PutAndGetTimedTest {
  private static final Duration TIMEOUT = Duration.ofMillis(50);

  @Test
  void theyGiveUpWhenTheTimeIsOver() throws InterruptedException {
    try (SharedQueue<String> q = SharedQueue.create(1, Codec.utf8())) {
      long start = System.nanoTime();
      assertThat(q.poll(TIMEOUT)).isNull();
      assertThat(q.offer("a", TIMEOUT)).isTrue();
      assertThat(q.offer("b", TIMEOUT)).isFalse();
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(2 * TIMEOUT.toNanos());
      assertThatThrownBy(() -> q.send("b", TIMEOUT).block()).isInstanceOf(QueueFullException.class);
      assertThat(q.receiveOne(TIMEOUT).block()).isEqualTo("a");
      assertThatThrownBy(() -> q.receiveOne(TIMEOUT).block())
          .isInstanceOf(QueueEmptyException.class);
    }
  }
}
