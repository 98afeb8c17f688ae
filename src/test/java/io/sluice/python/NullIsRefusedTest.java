package io.sluice.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.codec.Codec;
import io.sluice.codec.TypeRef;
import io.sluice.queue.SharedQueue;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@code None} is an item; null is a mistake, and what may be absent is an Optional. */
class NullIsRefusedTest {
  @Test
  void nullIsRefusedAndOptionalTravels() throws InterruptedException {
    Codec<Optional<String>> codec = Codec.kryo(new TypeRef<Optional<String>>() {});
    try (SharedQueue<Optional<String>> q = SharedQueue.create(2, codec)) {
      assertThatThrownBy(() -> q.put(null)).isInstanceOf(NullPointerException.class);
      assertThat(q.isEmpty()).isTrue();
      q.put(Optional.empty());
      q.put(Optional.of("a"));
      assertThat(q.take()).isEmpty();
      assertThat(q.take()).contains("a");
    }
  }
}
