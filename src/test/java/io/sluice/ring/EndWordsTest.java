package io.sluice.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.memory.HeapMemory;
import io.sluice.memory.Memory;
import io.sluice.memory.WatchedMemory;
import io.sluice.ring.PipeEnds.Side;
import io.sluice.ring.Schedules.Ended;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** The ends' words: stops and kills processes before each access to them. */
class EndWordsTest {
  private static final QueueLayout LAYOUT = new QueueLayout(2, 64);
  private static final int VICTIM = 1 << BlockWord.SLOT_BITS | 1;
  private static final int PEER = 1 << BlockWord.SLOT_BITS | 2;
  private static final int SURVIVOR = 1 << BlockWord.SLOT_BITS | 3;
  private static final int PID = 4711;

  private Memory memory = HeapMemory.allocate(LAYOUT.fileLength());

  /** What a process does to an end. */
  private interface Deed {
    void on(EndWords ends);
  }

  /** Deeds that end an end which the victim has. */
  private static final Map<String, Deed> ENDINGS =
      Map.of(
          "close", ends -> endAs(ends, EndWords.CLOSED),
          "fail", ends -> endAs(ends, EndWords.FAILED),
          "leave", ends -> ends.leave(VICTIM));

  private static void endAs(EndWords ends, int state) {
    ends.end(Side.WRITER, VICTIM, state);
    ends.finish();
  }

  /** Stops a process before its k-th access. */
  private static final class Stop implements WatchedMemory.Watch {
    private static final class Stopped extends Error {
      private static final long serialVersionUID = 1L;
    }

    private int left;

    Stop(int left) {
      this.left = left;
    }

    @Override
    public long access(LongSupplier access) {
      if (left-- == 0) {
        throw new Stopped();
      }
      return access.getAsLong();
    }

    @Override
    public void changed() {
      // Nobody looks on.
    }
  }

  private RingQueue queue(Memory of) {
    return new RingQueue(of, LAYOUT, new ItemFiles(Path.of("queue")));
  }

  private EndWords ends() {
    return new EndWords(memory, queue(memory));
  }

  /** Whether the deed came to its end before its k-th access. */
  private boolean does(Deed deed, int k) {
    Memory watched = new WatchedMemory(memory, new Stop(k));
    try {
      deed.on(new EndWords(watched, queue(watched)));
      return true;
    } catch (Stop.Stopped e) {
      return false;
    }
  }

  /** A new pipe's direction, whose reader is somebody who lives. */
  private void begin() {
    memory = HeapMemory.allocate(LAYOUT.fileLength());
    queue(memory).format(false);
    assertThat(ends().claim(Side.READER, PEER, PID)).isTrue();
  }

  private int state(Side side) {
    return EndWords.state(ends().word(side));
  }

  @Test
  void oneClaimWinsAndSaysWhose() {
    begin();
    assertThat(ends().claim(Side.READER, VICTIM, 1)).isFalse();
    assertThat(EndWords.pid(ends().word(Side.READER))).isEqualTo(PID);
    assertThat(ends().end(Side.READER, VICTIM, EndWords.CLOSED)).isFalse();
    assertThat(ends().giveUp(Side.READER, VICTIM, EndWords.WITHDRAWN, 1)).isFalse();
    assertThat(ends().end(Side.READER, PEER, EndWords.CLOSED)).isTrue();
    assertThat(ends().end(Side.READER, PEER, EndWords.FAILED)).isFalse();
    assertThat(state(Side.READER)).isEqualTo(EndWords.CLOSED);
  }

  @Test
  void pidsAndOwnersOfAllSizesFit() {
    long largestPid = 0xffff_ffffL;
    int largestOwner = (1 << BlockWord.SLOT_BITS + BlockWord.INCARNATION_BITS) - 1;
    begin();
    assertThat(ends().claim(Side.WRITER, largestOwner, largestPid)).isTrue();
    assertThat(EndWords.pid(ends().word(Side.WRITER))).isEqualTo(largestPid);
    ends().sweep(largestOwner);
    assertThat(state(Side.WRITER)).isEqualTo(EndWords.LOST);
    assertThat(EndWords.pid(ends().word(Side.WRITER))).isEqualTo(largestPid);
  }

  @Test
  void theDeathOfOneWhoHasNoEndChangesNothing() {
    begin();
    ends().claim(Side.WRITER, VICTIM, PID);
    ends().sweep(SURVIVOR);
    assertThat(state(Side.WRITER)).isEqualTo(EndWords.CLAIMED);
    assertThat(state(Side.READER)).isEqualTo(EndWords.CLAIMED);
    assertThat(queue(memory).isClosed()).isFalse();
  }

  @Test
  void aProcessKilledBeforeAnyAccessEndsItsStreamOrLosesIt() {
    Schedules schedules = new Schedules("a kill, and one in the sweep");
    ENDINGS.forEach(
        (name, ending) ->
            Schedules.forEachTwoStops(
                (k, j) -> {
                  begin();
                  ends().claim(Side.WRITER, VICTIM, PID);
                  boolean ended = does(ending, k);
                  boolean swept = does(ends -> ends.sweep(VICTIM), j);
                  ends().sweep(VICTIM);
                  schedules.run(
                      () -> {
                        assertThat(state(Side.WRITER)).isGreaterThan(EndWords.CLAIMED);
                        assertThat(ended && state(Side.WRITER) == EndWords.LOST).isFalse();
                        assertThat(EndWords.pid(ends().word(Side.WRITER))).isEqualTo(PID);
                        assertThat(state(Side.READER)).isEqualTo(EndWords.CLAIMED);
                        assertThat(queue(memory).isClosed()).isTrue();
                      },
                      name,
                      k,
                      j);
                  return new Ended(ended, swept);
                }));
    schedules.report(20);
  }

  /** Stopped between word and marker: whoever looks ends the stream for everybody. */
  @Test
  void aProcessStoppedBeforeAnyAccessDelaysNobody() {
    for (Deed ending : List.copyOf(ENDINGS.values())) {
      Schedules.forEachStop(
          k -> {
            begin();
            ends().claim(Side.WRITER, VICTIM, PID);
            boolean ended = does(ending, k);
            boolean helped = ends().finish();
            assertThat(queue(memory).isClosed()).isEqualTo(state(Side.WRITER) > EndWords.CLAIMED);
            assertThat(ended && helped).isFalse();
            return ended;
          });
    }
  }

  @Test
  void aWithdrawalOfWhichTheCloserDiedIsFinishedByItsSweep() {
    Schedules.forEachStop(
        k -> {
          begin();
          boolean ended =
              does(
                  ends -> {
                    ends.giveUp(Side.WRITER, VICTIM, EndWords.WITHDRAWN, PID);
                    ends.finish();
                  },
                  k);
          ends().sweep(VICTIM);
          assertThat(queue(memory).isClosed()).isEqualTo(state(Side.WRITER) == EndWords.WITHDRAWN);
          return ended;
        });
  }
}
