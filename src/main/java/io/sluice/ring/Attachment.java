package io.sluice.ring;

import io.sluice.memory.Memory;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * This JVM's one share in a queue's file, whatever the number of its handles: the mapping, the
 * participant slot, the waiters. The handles' operations are counted, so that the slot is given
 * back only when no thread is inside one.
 */
final class Attachment {
  private static final long CLOSED = 1L << 62;

  final Path path;
  final Object key;
  final Memory memory;
  final QueueSettings settings;
  final RingQueue queue;
  final Census census;
  final CauseAreas causes;
  final int owner;
  final int tag;
  private final Station station;
  private final Beacon beacon;
  private final Participants participants;
  private final WaitFlags flags;
  private final int slot;
  private final WaitList[] lists = new WaitList[Signal.COUNT];
  private final AtomicReferenceArray<@Nullable Rung> rung =
      new AtomicReferenceArray<>(Participants.SLOTS);
  private final AtomicLong operations = new AtomicLong();
  private final AtomicBoolean left = new AtomicBoolean();
  private int handles;

  /** What was last rung at a slot: for which sleep of each signal. */
  private static final class Rung {
    private final Peer peer;
    private final long[] sleeps = new long[Signal.COUNT];

    Rung(Peer peer) {
      this.peer = peer;
    }
  }

  Attachment(Station station, Beacon beacon, Path path, Object key, Memory memory) {
    this.station = station;
    this.beacon = beacon;
    this.path = path;
    this.key = key;
    this.memory = memory;
    this.settings = QueueHeader.read(memory);
    this.tag = QueueHeader.tag(memory);
    this.queue = new RingQueue(memory, settings.layout(), new ItemFiles(path));
    this.census = new Census(queue);
    this.causes = new CauseAreas(memory);
    this.participants = new Participants(memory);
    this.flags = new WaitFlags(memory);
    this.owner = participants.join(beacon.token());
    this.slot = Participants.slot(owner);
    Doorbell doorbell = station.doorbell();
    for (Signal signal : Signal.values()) {
      lists[signal.index] =
          new WaitList(flags, slot, signal, doorbell::waiterCame, doorbell::waiterLeft);
    }
  }

  Beacon beacon() {
    return beacon;
  }

  Participants participants() {
    return participants;
  }

  // --- handles and operations
  // -------------------------------------------------------------------------------------

  /** Guarded by the station. */
  void addHandle() {
    handles++;
  }

  /** Guarded by the station. Whether that was the last one. */
  boolean removeHandle() {
    return --handles == 0;
  }

  /** Begins an operation on the shared memory; false once this JVM has left. */
  boolean enter() {
    if (operations.getAndIncrement() < CLOSED) {
      return true;
    }
    exit();
    return false;
  }

  /** Ends an operation; the last one after the last handle gives the slot back. */
  void exit() {
    if (operations.decrementAndGet() == CLOSED && !left.getAndSet(true)) {
      station.leave(this);
    }
  }

  /** No operation begins any more. */
  void close() {
    operations.getAndIncrement();
    operations.getAndAdd(CLOSED);
    exit();
  }

  // --- waiting
  // ----------------------------------------------------------------------------------------------------

  /**
   * Adds a waiter, which then has to try once more: what was committed before is visible to that
   * try.
   */
  void await(Signal signal, Waiter waiter) {
    list(signal).add(waiter);
    memory.fullFence();
  }

  boolean cancel(Signal signal, Waiter waiter) {
    return list(signal).remove(waiter);
  }

  private WaitList list(Signal signal) {
    return lists[signal.index];
  }

  /** After a commit: wakes up to {@code count} waiters for the signal, this JVM's first. */
  void wake(Signal signal, int count) {
    memory.fullFence();
    int left = count;
    for (int group = 0; group < Participants.SLOTS / Long.SIZE && left > 0; group++) {
      long sleepers = flags.sleepers(group, signal);
      if (sleepers != 0) {
        left = wake(signal, group, sleepers, left);
      }
    }
  }

  private int wake(Signal signal, int group, long sleepers, int count) {
    int left = count;
    long others = sleepers;
    if (group == slot >>> 6 && (sleepers & WaitFlags.bit(slot)) != 0) {
      others &= ~WaitFlags.bit(slot);
      while (left > 0 && list(signal).wakeOne()) {
        left--;
      }
    }
    while (others != 0 && left > 0) {
      if (ring(signal, group << 6 | Long.numberOfTrailingZeros(others))) {
        left--;
      }
      others &= others - 1;
    }
    return left;
  }

  /** Rings the JVM of a slot, unless it was rung for its present sleep already. */
  private boolean ring(Signal signal, int sleeper) {
    Rung last = rung.get(sleeper);
    long sleeps = flags.sleeps(sleeper, signal);
    if (last != null && !last.peer.isLost() && last.sleeps[signal.index] == sleeps) {
      return false;
    }
    long word = participants.word(sleeper);
    if (!Participants.isLive(word)) {
      return false;
    }
    if (last == null || last.peer.isLost() || last.peer.token() != Participants.token(word)) {
      Peer peer = station.doorbell().connect(beacon, Participants.token(word));
      if (peer == null) {
        return false;
      }
      last = new Rung(peer);
      rung.set(sleeper, last);
    }
    last.sleeps[signal.index] = sleeps;
    last.peer.ring(tag);
    return true;
  }

  /**
   * News from outside, or time to look around: begins a new sleep, then wakes one waiter where
   * there is cause.
   */
  void look() {
    for (Signal signal : Signal.values()) {
      if (list(signal).sleepAgain()) {
        memory.fullFence();
        if (isCause(signal)) {
          list(signal).wakeOne();
        }
      }
    }
  }

  private boolean isCause(Signal signal) {
    return switch (signal) {
      case ITEMS -> queue.isClosed() || !census.isEmpty();
      case ROOM -> queue.isClosed() || !census.isFull();
      case SETTLED -> queue.isClosed() || census.isSettled();
    };
  }

  /** After a take: the next waiter may find more. */
  void wakeNext(Signal signal) {
    memory.fullFence();
    for (int group = 0; group < Participants.SLOTS / Long.SIZE; group++) {
      long sleepers = flags.sleepers(group, signal);
      if (sleepers != 0 && isCause(signal)) {
        wake(signal, group, sleepers, 1);
        return;
      }
    }
  }

  /** Something was settled: room for senders, perhaps the last that somebody waited for. */
  void settled(int count) {
    wake(Signal.ROOM, count);
    wakeSettled();
  }

  private void wakeSettled() {
    for (int group = 0; group < Participants.SLOTS / Long.SIZE; group++) {
      long sleepers = flags.sleepers(group, Signal.SETTLED);
      if (sleepers != 0 && (queue.isClosed() || census.isEmpty())) {
        wake(Signal.SETTLED, group, sleepers, Integer.MAX_VALUE);
      }
    }
  }

  /**
   * Items have come back: for whoever waits for items, and for those who wait for the stream's last
   * ones.
   */
  void cameBack(int count) {
    wake(Signal.ITEMS, count);
    if (queue.isClosed()) {
      wake(Signal.SETTLED, Integer.MAX_VALUE);
    }
  }

  void wakeAll() {
    for (Signal signal : Signal.values()) {
      wake(signal, Integer.MAX_VALUE);
    }
  }

  // --- other participants' deaths
  // ---------------------------------------------------------------------------------

  /** Puts right what a participant left whose word in {@code slot} says it is dead. */
  void sweep(int deadSlot, long word) {
    int dead = Participants.owner(deadSlot, word);
    int found = new Repair(queue, dead, owner).run();
    causes.sweep(dead);
    for (Signal signal : Signal.values()) {
      flags.awake(deadSlot, signal);
    }
    participants.release(deadSlot, word);
    if (found > 0) {
      wakeAll();
    }
  }

  /** Gives the slot back: nothing is in flight, every word that names this JVM is linked. */
  void giveSlotBack() {
    new Repair(queue, owner, BlockWord.NOBODY).run();
    participants.leave(owner);
  }

  boolean isAlone() {
    for (int other = 0; other < Participants.SLOTS; other++) {
      if (other != slot && Participants.isLive(participants.word(other))) {
        return false;
      }
    }
    return true;
  }
}
