package io.sluice.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.SluiceException;
import io.sluice.memory.HeapMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Items too large for a block, each in a file of its own from before it is accepted until it is
 * settled.
 */
class RingFilesTest {
  private static final int MAX_SIZE = 2;
  private static final int ME = 1 << BlockWord.SLOT_BITS | 1;
  private static final int DEAD = 1 << BlockWord.SLOT_BITS | 2;

  @TempDir Path directory;
  private final QueueLayout layout = new QueueLayout(MAX_SIZE, 32);
  private RingQueue queue;

  @BeforeEach
  void format() {
    queue = queueWith(new ItemFiles(directory.resolve("queue")));
  }

  private RingQueue queueWith(ItemFiles files) {
    RingQueue made = new RingQueue(HeapMemory.allocate(layout.fileLength()), layout, files);
    made.format(false);
    return made;
  }

  @Test
  void aLargeItemsFileLivesUntilTheItemIsSettled() throws IOException {
    byte[] large = bytes(100_000);
    assertThat(queue.put(PutRun.of(large), ME)).isEqualTo(1);
    assertThat(files()).hasSize(1);

    ClaimRun run = claim(ME);
    assertThat(queue.giveBack(run.blocks[0], run.words[0], true)).isTrue();
    claim(DEAD);
    new Repair(queue, DEAD, ME).run();
    run = claim(ME);
    assertThat(queue.read(run.blocks[0], large.length)).isEqualTo(large);

    assertThat(queue.settleOne(run.blocks[0], run.words[0])).isTrue();
    assertThat(files()).isEmpty();
  }

  @Test
  void aFileThatCannotBeWrittenIsAnErrorAndCostsNoRoom() {
    queue = queueWith(new ItemFiles(directory.resolve("missing").resolve("queue")));
    PutRun run = new PutRun();
    run.target().put(bytes(10));
    run.added();
    PutRun large = PutRun.of(bytes(1_000));

    for (int i = 0; i < MAX_SIZE + 1; i++) {
      assertThatThrownBy(() -> queue.put(large, ME))
          .isExactlyInstanceOf(SluiceException.class)
          .hasMessageContaining("1000 bytes")
          .hasCauseInstanceOf(IOException.class);
    }

    assertThat(large.count()).isEqualTo(1);
    assertThat(new Census(queue).size()).isZero();
    assertThat(new Census(queue).room()).isEqualTo(MAX_SIZE);
    assertThat(queue.put(run, ME)).isEqualTo(1);
  }

  @Test
  void aFileThatCannotBeDeletedCostsNoRoomAndNoItem() {
    queue =
        queueWith(
            new ItemFiles(directory.resolve("queue")) {
              @Override
              void delete(int block, long generation) throws IOException {
                throw new IOException("read-only file system");
              }
            });
    for (int i = 1; i <= 2 * MAX_SIZE; i++) {
      assertThat(queue.put(PutRun.of(bytes(1_000)), ME)).isEqualTo(1);
      ClaimRun run = claim(ME);
      assertThat(queue.settleOne(run.blocks[0], run.words[0])).isTrue();
      assertThat(new Census(queue).room()).isEqualTo(MAX_SIZE);
      assertThat(files()).as("leftovers").hasSize(i);
    }
  }

  @Test
  void anItemRefusedAtTheEndOfTheStreamLeavesNoFile() {
    assertThat(queue.complete()).isTrue();
    assertThat(queue.put(PutRun.of(bytes(1_000)), ME)).isEqualTo(RingQueue.CLOSED);
    assertThat(files()).isEmpty();
    assertThat(new Census(queue).room()).isEqualTo(MAX_SIZE);
  }

  private ClaimRun claim(int owner) {
    ClaimRun run = new ClaimRun(1);
    assertThat(queue.poll(run, 1, owner)).isEqualTo(1);
    return run;
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) length);
    return bytes;
  }

  private List<Path> files() {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
