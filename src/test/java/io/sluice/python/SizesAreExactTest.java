package io.sluice.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.codec.Codec;
import io.sluice.queue.SharedQueue;
import io.sluice.testing.TestJvm;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** Sizes are exact, on every system: there is no NotImplementedError. */
class SizesAreExactTest {
  @Test
  void anotherProcessSeesTheSame() throws Exception {
    try (SharedQueue<String> q = SharedQueue.create(2, Codec.utf8())) {
      assertThat(look(q)).isEqualTo("0 true false");
      q.put("a");
      assertThat(look(q)).isEqualTo("1 false false");
      q.put("b");
      assertThat(look(q)).isEqualTo("2 false true");
      assertThat(q.size()).isEqualTo(2);
    }
  }

  private static String look(SharedQueue<String> q) {
    try (TestJvm looker = TestJvm.start(Looker.class, q.address().toString())) {
      return looker.awaitLine("sees");
    }
  }

  static final class Looker {
    public static void main(String[] args) {
      try (SharedQueue<String> q = SharedQueue.open(URI.create(args[0]), Codec.utf8())) {
        System.out.println("sees " + q.size() + " " + q.isEmpty() + " " + q.isFull());
      }
    }
  }
}
