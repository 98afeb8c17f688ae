package io.sluice.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.codec.Codec;
import io.sluice.queue.SharedQueue;
import org.junit.jupiter.api.Test;

/** Full and Empty are answers, not exceptions. */
class PutAndGetAtOnceTest {
  @Test
  void fullAndEmptyAreAnsweredAtOnce() {
    try (SharedQueue<String> q = SharedQueue.create(1, Codec.utf8())) {
      assertThat(q.poll()).isNull();
      assertThat(q.offer("a")).isTrue();
      assertThat(q.offer("b")).isFalse();
      assertThat(q.poll()).isEqualTo("a");
    }
  }
}
