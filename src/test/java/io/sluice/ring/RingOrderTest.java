package io.sluice.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.memory.HeapMemory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In which order items come back, and what is counted as an attempt to deliver them. */
class RingOrderTest {
  private static final int MAX_SIZE = 5;
  private static final int ME = 1 << BlockWord.SLOT_BITS | 1;
  private static final int DEAD = 1 << BlockWord.SLOT_BITS | 2;
  private static final boolean DELIVERED = true;

  private final QueueLayout layout = new QueueLayout(MAX_SIZE, Items.SMALL);
  private final RingQueue queue =
      new RingQueue(
          HeapMemory.allocate(layout.fileLength()), layout, new ItemFiles(Path.of("none")));
  private int items;

  /**
   * Blocks are free in the order 4, 3, 2, 1, 0, so that the order of blocks is not that of items.
   */
  @BeforeEach
  void format() {
    queue.format(false);
    put(MAX_SIZE);
    ClaimRun run = claim(MAX_SIZE, ME);
    for (int i = MAX_SIZE - 1; i >= 0; i--) {
      queue.settleOne(run.blocks[i], run.words[i]);
    }
    items = 0;
  }

  @Test
  void whatADeadConsumerHeldComesBackInItsOrderBeforeNewerItems() {
    put(4);
    claim(3, DEAD);

    assertThat(new Repair(queue, DEAD, ME).run()).isEqualTo(3);

    assertThat(takeAll())
        .containsExactly("0 attempt 1", "1 attempt 1", "2 attempt 1", "3 attempt 0");
  }

  @Test
  void whatIsGivenBackComesBeforeNewerItemsAndIsCountedIfItWasDelivered() {
    put(4);
    ClaimRun run = claim(3, ME);
    assertThat(queue.giveBack(run.blocks[0], run.words[0], DELIVERED)).isTrue();
    assertThat(queue.giveBack(run.blocks[1], run.words[1], !DELIVERED)).isTrue();
    assertThat(queue.settleOne(run.blocks[2], run.words[2])).isTrue();

    assertThat(takeAll()).containsExactly("0 attempt 1", "1 attempt 0", "3 attempt 0");
  }

  @Test
  void attemptsAreCountedUpToTheMostThatAWordHolds() {
    put(1);
    for (int i = 0; i < BlockWord.MAX_ATTEMPT + 1; i++) {
      ClaimRun run = claim(1, ME);
      queue.giveBack(run.blocks[0], run.words[0], DELIVERED);
    }
    assertThat(takeAll()).containsExactly("0 attempt " + BlockWord.MAX_ATTEMPT);

    put(1);
    assertThat(takeAll()).as("a new item in the same block").containsExactly("1 attempt 0");
  }

  @Test
  void whoeverLostAnItemCannotSettleItNorGiveItBack() {
    put(1);
    ClaimRun run = claim(1, DEAD);
    new Repair(queue, DEAD, ME).run();

    assertThat(queue.settleOne(run.blocks[0], run.words[0])).isFalse();
    assertThat(queue.giveBack(run.blocks[0], run.words[0], DELIVERED)).isFalse();
    assertThat(takeAll()).containsExactly("0 attempt 1");
  }

  private void put(int count) {
    PutRun run = new PutRun();
    for (int i = 0; i < count; i++) {
      run.target().putInt(items++);
      run.added();
    }
    assertThat(queue.put(run, ME)).isEqualTo(count);
  }

  private ClaimRun claim(int count, int owner) {
    ClaimRun run = new ClaimRun(count);
    assertThat(queue.poll(run, count, owner)).isEqualTo(count);
    return run;
  }

  private List<String> takeAll() {
    List<String> taken = new ArrayList<>();
    ClaimRun run = new ClaimRun(1);
    while (queue.poll(run, 1, ME) == 1) {
      byte[] bytes = new byte[Integer.BYTES];
      queue.blocks.copyOut(run.blocks[0], 0, bytes, 0, bytes.length);
      taken.add(ByteBuffer.wrap(bytes).getInt() + " attempt " + BlockWord.attempt(run.words[0]));
      assertThat(queue.settleOne(run.blocks[0], run.words[0])).isTrue();
    }
    return taken;
  }
}
