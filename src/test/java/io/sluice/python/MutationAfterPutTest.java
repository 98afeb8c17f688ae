package io.sluice.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.codec.Codec;
import io.sluice.codec.TypeRef;
import io.sluice.queue.SharedQueue;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In Python an item that is changed after {@code put} may arrive changed: it is pickled later. */
class MutationAfterPutTest {
  @Test
  void theItemArrivesAsItWasPut() throws InterruptedException {
    Codec<List<String>> codec = Codec.kryo(new TypeRef<List<String>>() {});
    try (SharedQueue<List<String>> q = SharedQueue.create(3, codec)) {
      List<String> item = new ArrayList<>(List.of("as it was"));
      q.put(item);
      item.add("changed");
      assertThat(q.take()).containsExactly("as it was");
    }
  }
}
