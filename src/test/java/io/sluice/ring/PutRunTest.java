package io.sluice.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The memory of items on their way into a queue. */
class PutRunTest {
  private static final int ITEM = 64 << 10;
  private static final int ITEMS = 64;

  private final PutRun run = new PutRun();

  private static byte[] item(int number, int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) number);
    return bytes;
  }

  /** What there is is copied each time the memory grows. */
  @Test
  void manyLargeItemsLetItGrowAFewTimesOnly() {
    int capacity = run.capacity();
    int growths = 0;
    for (int i = 0; i < ITEMS; i++) {
      run.add(item(i, ITEM));
      if (run.capacity() != capacity) {
        capacity = run.capacity();
        growths++;
      }
    }
    assertThat(growths).isLessThanOrEqualTo(20);
    assertThat(capacity).isLessThanOrEqualTo(2 * ITEMS * ITEM);
    assertThat(run.length()).isEqualTo(ITEMS * ITEM);
    for (int i = 0; i < ITEMS; i++) {
      assertThat(run.copy(i)).isEqualTo(item(i, ITEM));
    }
  }

  @Test
  void theSameWhereTheSizeIsKnownBefore() {
    int capacity = run.capacity();
    int growths = 0;
    for (int i = 0; i < ITEMS; i++) {
      run.reserve(ITEM);
      int reserved = run.capacity();
      run.add(item(i, ITEM));
      assertThat(run.capacity()).as("reserved").isEqualTo(reserved);
      if (run.capacity() != capacity) {
        capacity = run.capacity();
        growths++;
      }
    }
    assertThat(growths).isLessThanOrEqualTo(7);
    assertThat(run.copy(ITEMS - 1)).isEqualTo(item(ITEMS - 1, ITEM));
  }

  @Test
  void oneOfAKnownSizeFillsItAndIsTakenOutAsItIs() {
    run.reserve(ITEM);
    assertThat(run.capacity()).isEqualTo(ITEM);
    run.add(item(1, ITEM));
    assertThat(run.removeLast()).isEqualTo(item(1, ITEM));
  }

  /** A full queue accepts a few at a time, and more follow: the run may never be empty. */
  @Test
  void theMemoryOfAcceptedItemsIsUsedAgain() {
    Random random = new Random(7);
    Queue<byte[]> expected = new ArrayDeque<>();
    for (int i = 0; i < 20_000; i++) {
      byte[] item = item(i, random.nextInt(2_000));
      if (random.nextBoolean()) {
        run.reserve(item.length);
      }
      run.add(item);
      expected.add(item);
      while (run.count() > 1 + random.nextInt(10)) {
        assertThat(run.copy(0)).isEqualTo(expected.remove());
        run.drop(1);
      }
    }
    assertThat(run.capacity()).isLessThan(128 << 10);
    while (!expected.isEmpty()) {
      assertThat(run.copy(0)).isEqualTo(expected.remove());
      run.drop(1);
    }
    assertThat(run.length()).isZero();
  }
}
