package io.sluice.ring;

import io.sluice.memory.Memory;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
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
  private static final Signal[] SIGNALS = Signal.values();

  final Memory memory;
  final QueueSettings settings;
  final RingQueue queue;
  final Census census;
  final Distance distance;
  final CauseAreas causes;
  final EndWords ends;
  final int owner;
  final int tag;
  private final Station station;
  private final Beacon beacon;
  private final Station.Key key;
  private final Participants participants;
  private final WaitFlags flags;
  private final int slot;
  private final WaitList[] lists = new WaitList[Signal.COUNT];
  private final AtomicReferenceArray<@Nullable Rung> rung =
      new AtomicReferenceArray<>(Participants.SLOTS);
  private final AtomicLong operations = new AtomicLong();
  private final AtomicBoolean left = new AtomicBoolean();
  private volatile boolean cut;
  private final CompletableFuture<Void> gone = new CompletableFuture<>();
  private int handles;

  Attachment(Station station, Beacon beacon, Station.Key key, Memory memory) {
    this.station = station;
    this.beacon = beacon;
    this.key = key;
    this.memory = memory;
    this.settings = QueueHeader.read(memory);
    this.tag = QueueHeader.tag(memory);
    this.queue =
        new RingQueue(
            memory,
            settings.layout(),
            new ItemFiles(QueueFiles.items(key.path(), QueueHeader.id(memory))));
    this.census = new Census(queue);
    this.distance = new Distance(settings.maxSize(), census);
    this.causes = new CauseAreas(memory);
    this.ends = new EndWords(memory, queue);
    this.flags = new WaitFlags(memory);
    this.participants = new Participants(memory, flags);
    this.owner = participants.join(beacon.token());
    this.slot = Participants.slot(owner);
    Doorbell doorbell = station.doorbell();
    for (Signal signal : Signal.values()) {
      lists[signal.index] =
          new WaitList(flags, slot, signal, doorbell::waiterCame, doorbell::waiterLeft);
    }
  }

  Station station() {
    return station;
  }

  Beacon beacon() {
    return beacon;
  }

  Station.Key key() {
    return key;
  }

  Path path() {
    return key.path();
  }

  Participants participants() {
    return participants;
  }

  /** The pid of an owner of blocks; 0 if it is not known. */
  long pid(int blocksOwner) {
    long word = participants.word(Participants.slot(blocksOwner));
    boolean present = Participants.owner(Participants.slot(blocksOwner), word) == blocksOwner;
    return present ? Beacon.pid(beacon.directory(), Participants.token(word)) : 0;
  }

  /** Above them no slot was ever taken. */
  int slotsUsed() {
    return flags.used();
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

  /** Completes when this JVM has left. */
  CompletableFuture<Void> gone() {
    return gone;
  }

  /**
   * Frees a settled block whose item is in a file, on the watch's thread: the caller's may have to
   * be spared files. The present operation goes on until that is done.
   */
  void freeLater(int block) {
    operations.getAndIncrement();
    station
        .watch()
        .execute(
            () -> {
              try {
                queue.freeOne(block);
                settled(1);
              } finally {
                exit();
              }
            });
  }

  // --- a file that somebody cuts
  // ----------------------------------------------------------------------------------

  /** Whether the file is shorter than it was made, so that its memory must not be touched. */
  boolean isCut() {
    return cut;
  }

  /** Looks whether the file is cut; whoever waits is told if it is. Whether that is news. */
  boolean findCut() {
    if (cut || !QueueFiles.isCut(path(), key.id(), memory.length())) {
      return false;
    }
    cut = true;
    for (WaitList list : lists) {
      list.wakeAll();
    }
    return true;
  }

  // --- waiting
  // ----------------------------------------------------------------------------------------------------

  /**
   * Adds a waiter, which then has to try once more: what was committed before is visible to that
   * try. Once this JVM has left, that try meets it.
   */
  void await(Signal signal, Waiter waiter) {
    if (!enter()) {
      waiter.wake();
      return;
    }
    try {
      list(signal).add(waiter);
      memory.fullFence();
    } finally {
      exit();
    }
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
    wakeSome(signal, count);
  }

  private void wakeSome(Signal signal, int count) {
    int groups = flags.groups();
    int left = count;
    for (int group = 0; group < groups && left > 0; group++) {
      long sleepers = flags.sleepers(group, signal);
      if (sleepers != 0) {
        left = wake(signal, group, sleepers, left);
      }
    }
  }

  /** How many are still to be woken. */
  private int wake(Signal signal, int group, long sleepers, int count) {
    int left = count;
    long others = sleepers;
    if (group == slot >>> 6 && (sleepers & WaitFlags.bit(slot)) != 0) {
      others &= ~WaitFlags.bit(slot);
      left -= list(signal).wake(left);
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
    long word = participants.word(sleeper);
    if (!Participants.isLive(word)) {
      return false;
    }
    long token = Participants.token(word);
    Rung last = rung.get(sleeper);
    if (last == null || last.token() != token) {
      last = new Rung(token);
      rung.set(sleeper, last);
    }
    if (!last.isFirstFor(signal, flags.sleeps(sleeper, signal))) {
      return false;
    }
    Peer peer = station.doorbell().peer(token);
    if (peer == null) {
      // Calling it reads files, perhaps, and may find it dead: somebody else is woken too.
      station.watch().call(this, token);
      return false;
    }
    peer.ring(tag);
    return true;
  }

  /**
   * News from outside, or time to look around: begins a new sleep, then wakes those there is cause
   * for. One waiter for items or room is enough, as it wakes the next if it finds more than it
   * takes; the end of the stream is for all. Where nobody waits here, others may: some of them do
   * not look around themselves as long as this JVM is known to.
   *
   * @return the best rank that this JVM has among those who wait, see {@link Pace}
   */
  int look() {
    if (!enter()) {
      return Pace.NO_RANK;
    }
    try {
      int rank = Pace.NO_RANK;
      if (isPipe()) {
        ends.finish();
      }
      for (Signal signal : SIGNALS) {
        if (list(signal).sleepAgain()) {
          rank = Math.min(rank, flags.sleepersBefore(slot, signal));
          memory.fullFence();
          look(signal);
        } else {
          lookForOthers(signal);
        }
      }
      return rank;
    } finally {
      exit();
    }
  }

  /** Whether there is what somebody here waits for; it takes a look then. */
  boolean glance() {
    if (!enter()) {
      return false;
    }
    try {
      boolean cause = isPipe() && ends.finish();
      for (Signal signal : SIGNALS) {
        cause |= !list(signal).isEmpty() && isCause(signal);
      }
      return cause;
    } finally {
      exit();
    }
  }

  private void lookForOthers(Signal signal) {
    if (flags.isAnyAsleep(signal) && isCause(signal)) {
      wakeSome(signal, causeIsForAll(signal) ? Integer.MAX_VALUE : 1);
    }
  }

  private boolean causeIsForAll(Signal signal) {
    return signal == Signal.SETTLED || signal == Signal.ENDED || queue.isClosed();
  }

  private void look(Signal signal) {
    if (isCause(signal)) {
      int unused = list(signal).wake(causeIsForAll(signal) ? Integer.MAX_VALUE : 1);
    }
  }

  private boolean isCause(Signal signal) {
    return switch (signal) {
      case ITEMS -> queue.isClosed() || !census.isEmpty();
      case ROOM -> queue.isClosed() || !census.isFull();
      case SETTLED ->
          queue.isClosed() ? !census.isEmpty() || census.nothingMayComeBack() : census.isSettled();
      case ENDED -> queue.isClosed();
    };
  }

  /** After a take: the next waiter may find more. */
  void wakeNext(Signal signal) {
    memory.fullFence();
    wakeNextOf(signal);
  }

  private void wakeNextOf(Signal signal) {
    int groups = flags.groups();
    for (int group = 0; group < groups; group++) {
      long sleepers = flags.sleepers(group, signal);
      if (sleepers != 0 && (!isCause(signal) || wake(signal, group, sleepers, 1) == 0)) {
        return;
      }
    }
  }

  /** Items were put: for those who wait for them, and perhaps there is room for the next sender. */
  void accepted(int count) {
    memory.fullFence();
    wakeSome(Signal.ITEMS, count);
    wakeNextOf(Signal.ROOM);
  }

  /** Something was settled: room for senders, perhaps the last that somebody waited for. */
  void settled(int count) {
    memory.fullFence();
    wakeSome(Signal.ROOM, count);
    int groups = flags.groups();
    for (int group = 0; group < groups; group++) {
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

  // --- the end, others' and one's own
  // -----------------------------------------------------------------------------

  /** Puts right what a participant left whose word in {@code slot} says it is dead. */
  void sweep(int deadSlot, long word) {
    int dead = Participants.owner(deadSlot, word);
    int unused = new Repair(queue, dead, owner).run();
    boolean leftCause = causes.sweep(dead);
    if (isPipe()) {
      ends.sweep(dead);
    } else if (leftCause && !queue.isClosed()) {
      unused = queue.fail() ? 1 : 0;
    }
    for (Signal signal : Signal.values()) {
      flags.awake(deadSlot, signal);
    }
    participants.release(deadSlot, word);
    // Also where nothing was found: it may have been woken for what others would take.
    wakeAll();
  }

  /**
   * Nobody is inside an operation: whoever waits still is told, what is in flight goes back, and
   * the slot is free.
   */
  void depart() {
    if (cut) {
      return;
    }
    boolean ends = endsWithThisJvm();
    if (isPipe()) {
      this.ends.leave(owner);
    }
    for (WaitList list : lists) {
      list.wakeAll();
    }
    // First what a handle has forgotten, while this JVM stands for it; then every word that names
    // it is linked, and needs nobody.
    int unused = new Repair(queue, owner, owner).run();
    unused = new Repair(queue, owner, BlockWord.NOBODY).run();
    participants.leave(owner);
    // What came back is for others; so is what this JVM was woken for last and did not take.
    wakeAll();
    if (ends || settings.anonymous() && isAlone()) {
      QueueFiles.delete(path());
    }
  }

  /** The creator's JVM ends, and the file's name with it: nobody will use what nobody has used. */
  void withdrawEnds() {
    if (!isPipe() || !enter()) {
      return;
    }
    try {
      for (PipeEnds.Side side : PipeEnds.Side.values()) {
        ends.giveUp(side, owner, EndWords.WITHDRAWN, ProcessHandle.current().pid());
      }
      if (ends.finish()) {
        wakeAll();
      }
    } finally {
      exit();
    }
  }

  private boolean isPipe() {
    return settings.kind() == QueueSettings.Kind.PIPE;
  }

  /** An anonymous queue goes with its creator. */
  boolean endsWithThisJvm() {
    return settings.anonymous() && QueueHeader.creator(memory) == beacon.token();
  }

  boolean isAlone() {
    for (int other = 0; other < slotsUsed(); other++) {
      if (other != slot && Participants.isLive(participants.word(other))) {
        return false;
      }
    }
    return true;
  }
}
