package io.sluice.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.CorruptQueueException;
import io.sluice.memory.HeapMemory;
import io.sluice.memory.Memory;
import io.sluice.memory.WatchedMemory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/**
 * Any word of the rings and of the blocks may hold anything: an operation then answers, or says
 * that the file is corrupt, and comes to an end.
 */
class RingCorruptionTest {
  private static final int ME = 1 << BlockWord.SLOT_BITS | 1;
  private static final int DEAD = 1 << BlockWord.SLOT_BITS | 2;
  private static final int MAX_SIZE = 3;

  /** More than a size needs that is tried again and again. */
  private static final int ENDLESS = 10_000;

  private static final QueueLayout LAYOUT = new QueueLayout(MAX_SIZE, Items.SMALL);
  private static final Memory PAST = past();

  private interface Body {
    void run(RingQueue queue) throws IOException;
  }

  private static final Map<String, Body> OPERATIONS = new LinkedHashMap<>();

  static {
    OPERATIONS.put("put", queue -> queue.put(run(2), ME));
    OPERATIONS.put("take", queue -> take(queue, true));
    OPERATIONS.put("give back", queue -> take(queue, false));
    OPERATIONS.put("complete", RingQueue::complete);
    OPERATIONS.put("is failed?", RingQueue::isFailed);
    OPERATIONS.put("repair", queue -> new Repair(queue, DEAD, ME).run());
    OPERATIONS.put("count", RingCorruptionTest::count);
  }

  @Test
  void anyWordMayHoldAnything() {
    Schedules schedules = new Schedules("one corrupt word");
    for (long offset : words()) {
      for (long value : values(PAST.getPlain(offset))) {
        for (String name : OPERATIONS.keySet()) {
          Memory memory = memory();
          memory.putPlain(offset, value);
          schedules.run(() -> survives(memory, name), name, offset, Long.toHexString(value));
        }
      }
    }
    schedules.report(1_000);
  }

  @Test
  void allWordsMayHoldAnything() {
    Schedules schedules = new Schedules("many corrupt words");
    for (long seed : Schedules.seeds(2_000)) {
      Random random = new Random(seed);
      for (String name : OPERATIONS.keySet()) {
        Memory memory = memory();
        for (long offset : words()) {
          if (random.nextInt(3) == 0) {
            List<Long> values = values(memory.getPlain(offset));
            memory.putPlain(offset, values.get(random.nextInt(values.size())));
          }
        }
        schedules.run(() -> survives(memory, name), name, "seed", seed);
      }
    }
    schedules.report(5_000);
  }

  /** Else a consumer would wait for ever for what is there, or a producer for room. */
  @Test
  void aHintFarFromItsEntriesIsCorruptAndNotEmptyOrFull() {
    assertCorrupt("put", LAYOUT.headOffset(QueueLayout.FREE_RING));
    assertCorrupt("put", LAYOUT.tailOffset(QueueLayout.READY_RING));
    assertCorrupt("take", LAYOUT.headOffset(QueueLayout.RETRY_RING));
    assertCorrupt("count", LAYOUT.headOffset(QueueLayout.READY_RING));
  }

  private static void assertCorrupt(String name, long hint) {
    Memory memory = memory();
    memory.putPlain(hint, memory.getPlain(hint) + 1000L * LAYOUT.ringLength());
    assertThatThrownBy(() -> operate(memory, name)).isInstanceOf(CorruptQueueException.class);
  }

  /** The random words found this once: a walk from Tail to the overflow, and by Tail back again. */
  @Test
  void positionsThatOverflowAreCorrupt() {
    Memory memory = memory();
    long entries = LAYOUT.entriesOffset(QueueLayout.RETRY_RING);
    memory.putPlain(LAYOUT.tailOffset(QueueLayout.RETRY_RING), Long.MAX_VALUE);
    memory.putPlain(entries + (LAYOUT.ringLength() - 1L) * Long.BYTES, Long.MAX_VALUE);
    memory.putPlain(entries, Long.MIN_VALUE);
    memory.putPlain(entries + Long.BYTES, 0);

    assertThatThrownBy(() -> operate(memory, "count")).isInstanceOf(CorruptQueueException.class);
  }

  @Test
  void anItemAcceptedBeforeTheCorruptionWasMetIsNotTakenBack() {
    Memory memory = HeapMemory.allocate(LAYOUT.fileLength());
    RingQueue queue = queue(memory, access -> access.getAsLong());
    queue.format(false);
    // The second position of the ready ring is as if a lap were missing.
    memory.putPlain(LAYOUT.entriesOffset(QueueLayout.READY_RING) + Long.BYTES, -100);
    PutRun run = run(2);

    assertThatThrownBy(() -> queue.put(run, ME)).isInstanceOf(CorruptQueueException.class);

    assertThat(run.count()).as("not accepted").isEqualTo(1);
    ClaimRun claimed = new ClaimRun(1);
    assertThat(queue.poll(claimed, 1, ME)).isEqualTo(1);
    assertThat(BlockWord.state(claimed.words[0])).isEqualTo(BlockWord.INFLIGHT);
  }

  @Test
  void anItemThatNoBlockCanHoldIsCorrupt() {
    long extra = 1L << 48;
    long anotherForm = 2L << 32;
    for (long shape :
        new long[] {0xffff_ffffL, Integer.MAX_VALUE, extra | Integer.MAX_VALUE, anotherForm}) {
      Memory memory = memory();
      RingQueue queue = queue(memory, LongSupplier::getAsLong);
      ClaimRun run = new ClaimRun(1);
      assertThat(queue.poll(run, 1, ME)).isEqualTo(1);
      memory.putPlain(LAYOUT.blocksOffset() + run.blocks[0] * LAYOUT.stride() + 16, shape);
      assertThatThrownBy(() -> queue.read(run.blocks[0], (int) shape))
          .as("shape %x", shape)
          .isInstanceOf(CorruptQueueException.class);
    }
  }

  /** Good until this thread asks for the next one. */
  private static Memory memory() {
    return HeapMemory.copy(PAST, QueueLayout.HEADS_AND_TAILS);
  }

  /**
   * Two items ready, one of them to be delivered again, and a block in the hands of a dead process.
   */
  private static Memory past() {
    Memory memory = HeapMemory.allocate(LAYOUT.fileLength());
    RingQueue queue = queue(memory, LongSupplier::getAsLong);
    queue.format(false);
    queue.put(run(3), ME);
    ClaimRun claimed = new ClaimRun(3);
    queue.poll(claimed, 1, ME);
    queue.giveBack(claimed.blocks[0], claimed.words[0], true);
    queue.ready.claim(claimed, 1, DEAD);
    return memory;
  }

  private static List<Long> words() {
    List<Long> words = new ArrayList<>();
    for (long at = QueueLayout.HEADS_AND_TAILS; at < LAYOUT.fileLength(); at += Long.BYTES) {
      boolean padding = at < QueueLayout.RINGS && at % 128 != QueueLayout.HEADS_AND_TAILS % 128;
      if (!padding) {
        words.add(at);
      }
    }
    return words;
  }

  private static List<Long> values(long value) {
    int lap = LAYOUT.ringLength();
    return List.of(
        0L,
        -1L,
        Long.MIN_VALUE,
        Long.MAX_VALUE,
        value + 1,
        value - 1,
        value ^ 2,
        value + lap,
        value - lap,
        value + 1000L * lap,
        value | lap - 1,
        value ^ 1L << 32,
        value ^ 1L << 48,
        value ^ 0x7fff_ffffL,
        0x1_0000_0008L);
  }

  private static void survives(Memory memory, String name) {
    try {
      operate(memory, name);
    } catch (CorruptQueueException | IOException e) {
      // Said so; an item's file that is not there is the caller's to report.
    }
  }

  private static void operate(Memory memory, String name) throws IOException {
    int[] accesses = {0};
    RingQueue queue =
        queue(
            memory,
            access -> {
              assertThat(++accesses[0]).as("accesses").isLessThan(ENDLESS);
              return access.getAsLong();
            });
    OPERATIONS.get(name).run(queue);
  }

  private static RingQueue queue(Memory memory, ToLongFunction<LongSupplier> on) {
    WatchedMemory.Watch watch =
        new WatchedMemory.Watch() {
          @Override
          public long access(LongSupplier access) {
            return on.applyAsLong(access);
          }

          @Override
          public void changed() {}
        };
    return new RingQueue(
        new WatchedMemory(memory, watch), LAYOUT, new ItemFiles(Path.of("/nonexistent/queue")));
  }

  private static PutRun run(int count) {
    PutRun run = new PutRun();
    for (int i = 0; i < count; i++) {
      run.target().putLong(i);
      run.added();
    }
    return run;
  }

  private static void take(RingQueue queue, boolean settle) throws IOException {
    ClaimRun run = new ClaimRun(2);
    int claimed = queue.poll(run, 2, ME);
    for (int i = 0; i < claimed; i++) {
      int length = Blocks.length(queue.blocks.shapePlain(run.blocks[i]));
      queue.read(run.blocks[i], length);
      if (settle) {
        queue.settleOne(run.blocks[i], run.words[i]);
      } else {
        queue.giveBack(run.blocks[i], run.words[i], true);
      }
    }
  }

  private static void count(RingQueue queue) {
    Census census = new Census(queue);
    assertThat(census.size()).isBetween(0, MAX_SIZE);
    assertThat(census.room()).isBetween(0, MAX_SIZE);
    assertThat(census.inFlight()).isBetween(0, MAX_SIZE);
    census.isEmpty();
    census.isFull();
    census.isSettled();
  }
}
