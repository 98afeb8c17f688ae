package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.CodecException;
import io.sluice.ItemTooLargeException;
import io.sluice.SluiceException;
import io.sluice.codec.Codec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** A file system of one megabyte: lacking space is an error, and only of what lacks it. */
class FullFileSystemTest {
  private static final byte[] LARGE = new byte[300_000];
  private static final int MORE_THAN_HALF = 3_000;

  @RegisterExtension final Handles handles = new Handles();

  @TempDir Path temporary;

  private Path mounted;

  @BeforeEach
  void mount() throws Exception {
    mounted = Files.createDirectory(temporary.resolve("small"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=1m,mode=700", "tmpfs", mounted.toString()),
        "only root mounts");
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", "-l", mounted.toString());
  }

  private static boolean run(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
  }

  private SharedQueue<byte[]> create(int maxSize) {
    return handles.closeLater(
        SharedQueue.builder(Codec.bytes())
            .directory(mounted)
            .name("q")
            .itemSize(64)
            .maxSize(maxSize)
            .create());
  }

  @Test
  void aQueueThatDoesNotFitIsNotCreated() {
    assertThatThrownBy(() -> create(1_000_000))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("q");
    assertThat(QueueDirectory.filesOf(mounted.resolve("q").toUri())).isEmpty();
    assertThat(create(10).offer(new byte[10])).isTrue();
  }

  @Test
  void anItemThatDoesNotFitIsRefusedAndTheQueueGoesOn() throws InterruptedException {
    SharedQueue<byte[]> queue = create(10);
    List<Integer> accepted = new ArrayList<>();
    while (accepted.size() < 10 && fits(queue)) {
      accepted.add(LARGE.length);
    }
    assertThat(accepted).hasSizeBetween(1, 3);
    assertThatThrownBy(() -> queue.put(LARGE)).satisfies(FullFileSystemTest::isForLackOfSpace);
    StepVerifier.create(queue.send(LARGE))
        .expectErrorSatisfies(FullFileSystemTest::isForLackOfSpace)
        .verify(Depth.PATIENCE);
    StepVerifier.create(queue.sendAll(Flux.just(LARGE)))
        .expectErrorSatisfies(FullFileSystemTest::isForLackOfSpace)
        .verify(Depth.PATIENCE);
    assertThatThrownBy(() -> queue.sink().tryEmitNext(LARGE))
        .satisfies(FullFileSystemTest::isForLackOfSpace);
    Depth.is(queue, accepted.size(), 0);
    assertThat(QueueDirectory.filesOf(queue.address())).hasSize(1 + accepted.size());
    while (queue.offer(new byte[] {1})) {
      accepted.add(1);
    }
    assertThat(accepted).hasSize(10);
    assertThat(Handles.drain(queue).stream().map(item -> item.length)).isEqualTo(accepted);
    queue.put(LARGE);
    assertThat(queue.take()).hasSize(LARGE.length);
  }

  /** The pages of a deleted queue stay until its mapping is collected. */
  @Test
  void spaceThatOnlyGarbageHoldsIsCollected() {
    for (int i = 0; i < 4; i++) {
      SharedQueue<byte[]> queue = create(MORE_THAN_HALF);
      assertThat(queue.offer(new byte[] {1})).isTrue();
      queue.close();
      // The closed handle is still referenced, by those that are closed after the test.
      assertThat(SharedQueue.delete(queue.address())).isTrue();
    }
  }

  private static boolean fits(SharedQueue<byte[]> queue) {
    try {
      return queue.offer(LARGE);
    } catch (SluiceException e) {
      isForLackOfSpace(e);
      return false;
    }
  }

  private static void isForLackOfSpace(Throwable failure) {
    assertThat(failure)
        .isInstanceOf(SluiceException.class)
        .isNotInstanceOf(CodecException.class)
        .isNotInstanceOf(ItemTooLargeException.class)
        .hasStackTraceContaining("No space left");
  }
}
