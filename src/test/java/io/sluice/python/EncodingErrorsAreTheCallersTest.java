package io.sluice.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.CodecException;
import io.sluice.codec.Codec;
import io.sluice.queue.SharedQueue;
import org.junit.jupiter.api.Test;

/** In Python what cannot be pickled is printed by the feeder thread, and lost. */
class EncodingErrorsAreTheCallersTest {
  @Test
  void whoPutsIsTold() throws InterruptedException {
    try (SharedQueue<Object> q = SharedQueue.create(3, Codec.kryo(Object.class))) {
      assertThatThrownBy(() -> q.put(new Thread()))
          .isInstanceOf(CodecException.class)
          .hasMessageContaining("java.lang.Thread");
      q.put("fine");
      assertThat(q.take()).isEqualTo("fine");
      assertThat(q.isEmpty()).isTrue();
    }
  }
}
