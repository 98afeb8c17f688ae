package io.sluice.multijvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.queue.SharedQueue;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two class loaders of one JVM that have each loaded the library: two participants, one process.
 */
class ClassLoadersTest {
  @TempDir(factory = InMemoryDirectory.class)
  Path directory;

  private static String act(Puppet puppet, String foreigner, String act, String item) {
    return puppet.call(
        stage -> {
          @SuppressWarnings("unchecked")
          BiFunction<String, String, Object> loaded =
              (BiFunction<String, String, Object>) stage.things.get(foreigner);
          return String.valueOf(loaded.apply(act, item));
        });
  }

  @Test
  void eachLivesAsLongAsTheProcessWhateverTheOtherDoes() {
    try (SharedQueue<String> queue = Queues.create(directory, "loaders", 3);
        Puppet both = Puppet.start(null)) {
      URI address = queue.address();
      both.call(
          stage -> {
            stage.things.put("a", Foreigner.load(address));
            stage.things.put("b", Foreigner.load(address));
            return true;
          });
      CompletableFuture<String> taken =
          CompletableFuture.supplyAsync(() -> act(both, "b", "take", ""));
      act(both, "a", "put", "from a");
      assertThat(Puppet.get(taken)).isEqualTo("from a");
      taken = CompletableFuture.supplyAsync(() -> act(both, "a", "take", ""));
      assertThat(queue.offer("from here")).isTrue();
      assertThat(Puppet.get(taken)).isEqualTo("from here");

      queue.offer("held");
      assertThat(act(both, "b", "hold", "")).isEqualTo("[held]");
      assertThat(Queues.files(directory, ".jvm")).hasSize(3);
      act(both, "a", "close", "");
      await("the first loader's files are gone")
          .atMost(Stage.PATIENCE)
          .untilAsserted(() -> assertThat(Queues.files(directory, ".jvm")).hasSize(2));
      assertThat(queue.inFlight()).isOne();
      assertThat(act(both, "b", "ack", "")).isEqualTo("[1]");

      queue.offer("held again");
      assertThat(act(both, "b", "hold", "")).isEqualTo("[held again]");
      both.kill();
      assertThat(queue.receiveOne().block(Stage.PATIENCE)).isEqualTo("held again");
      Queues.assertWholeCapacity(queue);
      assertThat(both.output()).isEmpty();
    }
  }
}
