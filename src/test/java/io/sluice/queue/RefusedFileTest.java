package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.IncompatibleQueueException;
import io.sluice.SluiceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files and directories that are not to be trusted. */
class RefusedFileTest {
  private static final int SOMEBODY_ELSE = 54_321;

  @RegisterExtension final Handles handles = new Handles();
  @TempDir Path temporary;
  private Path directory;
  private Path file;

  @BeforeEach
  void choose() {
    directory = temporary.resolve("queues");
    file = directory.resolve("q.queue");
  }

  private SharedQueue.Builder<Integer> builder() {
    return SharedQueue.builder(Handles.INTEGERS).directory(directory).name("q").maxSize(3);
  }

  /** A queue's file that nobody has open. */
  private void makeQueue() {
    builder().create().close();
  }

  private void makeDirectory(String mode) throws IOException {
    Files.createDirectory(
        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)));
  }

  private void makeFile(byte[] content) throws IOException {
    makeDirectory("rwx------");
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(file, content);
  }

  private static void assertRefused(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(SluiceException.class);
  }

  private void assertNotOpened() {
    assertRefused(builder()::open);
    assertRefused(builder()::createOrOpen);
  }

  private void assertRefusedAltogether() {
    assertNotOpened();
    assertRefused(builder()::create);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4095, 4096, 50_000, 1_000_000})
  void aFileThatIsNoQueue(int length) throws IOException {
    byte[] garbage = new byte[length];
    new Random(length).nextBytes(garbage);
    makeFile(garbage);
    assertThatThrownBy(builder()::open).isInstanceOf(IncompatibleQueueException.class);
    assertThatThrownBy(builder()::createOrOpen).isInstanceOf(IncompatibleQueueException.class);
    assertRefused(builder()::create);
    assertThat(Files.readAllBytes(file)).isEqualTo(garbage);
  }

  /** Magic number, version, length, maxSize, itemSize, kind. */
  @ParameterizedTest
  @ValueSource(ints = {0, 8, 16, 24, 32, 56})
  void aHeaderThatIsOff(int offset) throws IOException {
    makeQueue();
    overwrite(offset, Long.MAX_VALUE / 3);
    assertNotOpened();
    overwrite(offset, -1);
    assertNotOpened();
  }

  private void overwrite(int offset, long value) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(Long.BYTES).putLong(0, value), offset);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100, 4096, 40_000})
  void aTruncatedQueue(int length) throws IOException {
    makeQueue();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(length);
    }
    assertNotOpened();
  }

  @Test
  void aLongerFileThanTheQueueIs() throws IOException {
    makeQueue();
    Files.write(file, new byte[64], StandardOpenOption.APPEND);
    assertNotOpened();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-rw-rw-"})
  void aFileOpenToOthers(String mode) throws IOException {
    makeQueue();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    assertNotOpened();
  }

  @Test
  void somebodyElsesFile() throws IOException {
    makeQueue();
    giveAway(file);
    assertNotOpened();
  }

  @Test
  void aSymbolicLinkForAFile() throws IOException {
    makeQueue();
    Path elsewhere = temporary.resolve("elsewhere.queue");
    Files.move(file, elsewhere);
    Files.createSymbolicLink(file, elsewhere);
    assertRefusedAltogether();
    Files.delete(elsewhere);
    assertRefusedAltogether();
  }

  @Test
  void aDirectoryForAFile() throws IOException {
    makeDirectory("rwx------");
    Files.createDirectory(file);
    assertRefusedAltogether();
  }

  @Test
  void aPipeForAFile() throws Exception {
    makeDirectory("rwx------");
    makePipe(file);
    assertRefusedAltogether();
  }

  /** Opening one would block for ever whoever looks after the dead. */
  @Test
  void pipesInTheDirectoryHoldUpNobody() throws Exception {
    makeDirectory("rwx------");
    for (String name : List.of("other.queue", "a1.jvm", "a2.new", "q.queue.gone-0")) {
      makePipe(directory.resolve(name));
    }
    SharedQueue<Integer> queue =
        SharedQueue.builder(Handles.INTEGERS).directory(directory).maxSize(3).create();
    queue.close();
    await("the anonymous queue to go, once the directory was cleaned")
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(QueueDirectory.filesOf(queue.address())).isEmpty());
  }

  private static void makePipe(Path pipe) throws IOException, InterruptedException {
    assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
  }

  @Test
  void aMissingDirectoryIsMadeForItsOwnerAlone() throws IOException {
    directory = temporary.resolve("several/levels/deep");
    handles.closeLater(builder().create());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");
    try (var files = Files.list(directory)) {
      assertThat(files.filter(Files::isRegularFile).toList())
          .isNotEmpty()
          .allSatisfy(
              made ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                      .isEqualTo("rw-------"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxr-x---", "rwx---r--", "rwx-w--w-", "rwxrwxrwx"})
  void aDirectoryOpenToOthers(String mode) throws IOException {
    makeDirectory("rwx------");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(mode));
    assertRefusedAltogether();
  }

  @Test
  void somebodyElsesDirectory() throws IOException {
    makeDirectory("rwx------");
    giveAway(directory);
    assertRefusedAltogether();
  }

  @Test
  void aSymbolicLinkForADirectory() throws IOException {
    Path elsewhere = temporary.resolve("elsewhere");
    Files.createDirectory(
        elsewhere,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.createSymbolicLink(directory, elsewhere);
    assertRefusedAltogether();
    Files.delete(elsewhere);
    assertRefusedAltogether();
  }

  @Test
  void aFileForADirectory() throws IOException {
    Files.createFile(directory);
    assertRefusedAltogether();
    directory = directory.resolve("below");
    assertRefusedAltogether();
  }

  private static void giveAway(Path path) throws IOException {
    assumeTrue(
        Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid")),
        "only root gives files away");
    Files.setAttribute(path, "unix:uid", SOMEBODY_ELSE);
  }
}
