package io.sluice.queue;

import static io.sluice.queue.NonBlockingMain.onParallel;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import reactor.core.scheduler.Schedulers;

/** Proof that BlockHound would see it: each of these blocks, and is to be caught. */
final class CaughtScenarios extends NonBlockingScenarios {
  CaughtScenarios() {
    caught("Thread.sleep", (channel, file) -> Thread.sleep(1));
    caught("a latch", (channel, file) -> expectLatch());
    ByteBuffer bytes = ByteBuffer.allocate(8);
    caught("FileChannel.open", (channel, file) -> FileChannel.open(file).close());
    caught("FileChannel.read", (channel, file) -> channel.read(bytes.clear(), 0));
    caught("FileChannel.write", (channel, file) -> channel.write(bytes.clear()));
    caught("FileChannel.size", (channel, file) -> channel.size());
    caught("FileChannel.truncate", (channel, file) -> channel.truncate(1));
    caught("FileChannel.map", (channel, file) -> channel.map(FileChannel.MapMode.READ_ONLY, 0, 1));
    caught("FileChannel.force", (channel, file) -> channel.force(true));
    caught("FileChannel.tryLock", (channel, file) -> channel.tryLock().release());
    caught("Files.exists", (channel, file) -> assertThat(Files.exists(file)).isTrue());
    caught("Files.size", (channel, file) -> Files.size(file));
    caught("Files.readAllBytes", (channel, file) -> Files.readAllBytes(file));
    caught("Files.write", (channel, file) -> Files.write(file, new byte[1]));
    caught("Files.createLink", (channel, file) -> Files.delete(link(file)));
    caught("Files.delete", (channel, file) -> Files.delete(file));
    caught("File.exists", (channel, file) -> assertThat(file.toFile().exists()).isTrue());
    add(CAUGHT + "Files.exists on the doorbell", CaughtScenarios::blockTheDoorbell);
  }

  /** What touches a file. */
  private interface FileUse {
    void use(FileChannel channel, Path file) throws Exception;
  }

  private void caught(String name, FileUse use) {
    add(
        CAUGHT + name,
        () -> {
          Path directory = Files.createTempDirectory("blocking");
          Path file = Files.write(directory.resolve("file"), new byte[10]);
          try (FileChannel channel =
              FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            onParallel(() -> use.use(channel, file));
          } finally {
            Files.deleteIfExists(file);
            Files.delete(directory);
          }
        });
  }

  private static void expectLatch() throws InterruptedException {
    assertThat(new CountDownLatch(1).await(2, TimeUnit.MILLISECONDS)).isFalse();
  }

  private static Path link(Path file) throws Exception {
    return Files.createLink(file.resolveSibling("link"), file);
  }

  private static void blockTheDoorbell() throws Exception {
    ReceiveOptions immediate = ReceiveOptions.defaults().withScheduler(Schedulers.immediate());
    CountDownLatch received = new CountDownLatch(1);
    try (SharedQueue<Line> queue = create(1)) {
      queue
          .receive(immediate)
          .doOnNext(item -> Files.exists(Path.of("any")))
          .subscribe(item -> received.countDown(), failure -> {});
      queue.put(Line.small(1));
      assertThat(received.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
    }
  }
}
