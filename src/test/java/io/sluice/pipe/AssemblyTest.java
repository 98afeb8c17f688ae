package io.sluice.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.CorruptQueueException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pieces as some other process may have written them. */
class AssemblyTest {
  private static final int BLOCK = 64;
  private static final int PAYLOAD = BLOCK - 8;
  private static final int LIMIT = 1 << 30;

  private final Assembly assembly = new Assembly(new Pieces(BLOCK), LIMIT);

  private static ByteBuffer piece(int total, int remaining) {
    ByteBuffer piece = ByteBuffer.allocate(BLOCK).putInt(total).putInt(remaining);
    while (piece.hasRemaining()) {
      piece.put((byte) remaining);
    }
    return piece.flip();
  }

  @Test
  void joinsPieces() {
    int total = 2 * PAYLOAD + 1;
    assertThat(assembly.add(piece(total, total))).isNull();
    assertThat(assembly.missing()).isEqualTo(2);
    assertThat(assembly.add(piece(total, total - PAYLOAD))).isNull();
    assertThat(assembly.missing()).isEqualTo(1);
    byte[] message = assembly.add(piece(total, 1));
    assertThat(message).hasSize(total);
    assertThat(message[total - 1]).isEqualTo((byte) 1);
    assertThat(assembly.missing()).isZero();
  }

  @Test
  void anAbortedMessageMakesWayForTheNext() {
    assertThat(assembly.add(piece(1000, 1000))).isNull();
    assertThat(assembly.add(piece(Pieces.ABORTED, 0))).isNull();
    assertThat(assembly.missing()).isZero();
    assertThat(assembly.add(piece(PAYLOAD, PAYLOAD))).hasSize(PAYLOAD);
  }

  /** In a heap that could not hold it. */
  @Test
  void aLengthAloneCostsNothing() {
    Assembly[] many = new Assembly[1000];
    for (int i = 0; i < many.length; i++) {
      many[i] = new Assembly(new Pieces(BLOCK), LIMIT);
      assertThat(many[i].add(piece(LIMIT, LIMIT))).isNull();
    }
    assertThat(many).hasSize(1000);
  }

  @Test
  void whatDoesNotFitIsCorrupt() {
    List<int[]> firsts =
        List.of(
            new int[] {-1, -1},
            new int[] {Integer.MIN_VALUE, Integer.MIN_VALUE},
            new int[] {LIMIT + 1, LIMIT + 1},
            new int[] {100, 99},
            new int[] {100, 101},
            new int[] {100, 0},
            new int[] {100, -100});
    for (int[] first : firsts) {
      Assembly fresh = new Assembly(new Pieces(BLOCK), LIMIT);
      assertThatThrownBy(() -> fresh.add(piece(first[0], first[1])))
          .as("%s of %s", first[1], first[0])
          .isInstanceOf(CorruptQueueException.class);
    }
    List<int[]> seconds =
        List.of(
            new int[] {1000, 1000},
            new int[] {1000, 1000 - PAYLOAD - 1},
            new int[] {1001, 1000 - PAYLOAD},
            new int[] {999, 1000 - PAYLOAD});
    for (int[] second : seconds) {
      Assembly begun = new Assembly(new Pieces(BLOCK), LIMIT);
      assertThat(begun.add(piece(1000, 1000))).isNull();
      assertThatThrownBy(() -> begun.add(piece(second[0], second[1])))
          .as("%s of %s", second[1], second[0])
          .isInstanceOf(CorruptQueueException.class);
    }
  }
}
