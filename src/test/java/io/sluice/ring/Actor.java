package io.sluice.ring;

import io.sluice.SluiceException;
import io.sluice.memory.Memory;
import io.sluice.memory.WatchedMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * One process of a simulated crowd on one queue: it can be stopped before any access to shared
 * memory, for ever or until it is let go, in any order with others, all on one thread.
 *
 * <p>Java cannot leave a method and come back to it. So a stopped operation is left by an error,
 * and goes on by running again from its beginning, with the answers it already had from memory;
 * nothing reaches memory before it is back where it was. This needs operations that depend on those
 * answers and on nothing else.
 */
final class Actor implements WatchedMemory.Watch {
  /** The process is stopped; thrown at each access on its way out. */
  private static final class Stopped extends Error {
    private static final long serialVersionUID = 1L;

    Stopped() {
      super("stopped", null, false, false);
    }
  }

  /** More accesses than any operation makes with a whole crowd in its way. */
  private static final int ENDLESS = 5_000;

  final int id;
  final RingQueue queue;
  private final Referee referee;
  private final ItemFilesInMemory files;
  private final int producer;
  private int items;

  private Consumer<Actor> operation = Operation.NONE;
  private long[] answers = new long[64];
  private int answered;
  private int at;
  private int stopAt;
  private int itemsBefore;
  private final List<Referee.Call> calls = new ArrayList<>();
  private int nextCall;

  Actor(
      Memory memory, QueueLayout layout, ItemFilesInMemory.Store store, Referee referee, int slot) {
    this.id = 1 << BlockWord.SLOT_BITS | slot;
    this.producer = slot;
    this.referee = referee;
    this.files = new ItemFilesInMemory(store, this);
    this.queue = new RingQueue(new WatchedMemory(memory, this), layout, files);
  }

  /**
   * Begins an operation, to be stopped before its k-th access; whether it came to its end instead.
   */
  boolean begin(Consumer<Actor> next, int k) {
    operation = next;
    answered = 0;
    itemsBefore = items;
    calls.clear();
    return goOn(k);
  }

  /** Does a whole operation. */
  void run(Consumer<Actor> next) {
    begin(next, ENDLESS);
  }

  /** Goes on with the operation it is stopped in, to its end. */
  void goOn() {
    goOn(ENDLESS);
  }

  /** Goes on for so many accesses; whether the operation has come to its end. */
  boolean goOn(int accesses) {
    at = 0;
    stopAt = answered + accesses;
    items = itemsBefore;
    nextCall = 0;
    try {
      operation.accept(this);
      operation = Operation.NONE;
      return true;
    } catch (Stopped e) {
      return false;
    }
  }

  boolean isBusy() {
    return operation != Operation.NONE;
  }

  /** Takes the place of one who has put items already. */
  void countItemsFrom(Actor past) {
    items = past.items;
  }

  /** The process ends where it is. */
  void die() {
    operation = Operation.NONE;
    calls.forEach(Referee.Call::end);
    referee.died(id);
  }

  @Override
  public long access(LongSupplier access) {
    if (at < answered) {
      return answers[at++];
    }
    if (at == ENDLESS) {
      throw new AssertionError("an operation without end");
    }
    if (at == stopAt) {
      throw new Stopped();
    }
    long answer = access.getAsLong();
    if (at == answers.length) {
      answers = Arrays.copyOf(answers, 2 * at);
    }
    answers[at++] = answer;
    answered = at;
    return answer;
  }

  @Override
  public void changed() {
    referee.changed(id);
  }

  /**
   * The call that the operation makes now: a new one, unless it was made before the operation was
   * stopped.
   */
  private Referee.Call call() {
    if (nextCall == calls.size()) {
      calls.add(referee.call());
    }
    return calls.get(nextCall++);
  }

  int put(int... lengths) {
    PutRun run = new PutRun();
    int first = items;
    for (int length : lengths) {
      Items.write(run.target(), Items.of(producer, items++), length);
      run.added();
    }
    Referee.Call call = call();
    int result = RingQueue.FULL;
    try {
      result = queue.put(run, id);
    } catch (SluiceException e) {
      require(files.isFull(), "failed, yet there is space", e);
    }
    call.end();
    if (result == RingQueue.FULL && !files.isFull()) {
      call.requireFull(true);
      require(call.wasOpen(), "not told of the end", null);
    }
    require(result != RingQueue.CLOSED || referee.isClosed(), "closed for no reason", null);
    for (int i = 0; i < lengths.length; i++) {
      require(referee.isAccepted(Items.of(producer, first + i)) == i < result, "accepted?", null);
    }
    return result;
  }

  int putWithoutSpace(int... lengths) {
    files.setFull(true);
    try {
      return put(lengths);
    } finally {
      files.setFull(false);
    }
  }

  /** Takes up to {@code most} and settles the first {@code settle}; the rest is given back. */
  int take(int most, int settle, boolean delivered) {
    ClaimRun run = new ClaimRun(ClaimRun.MOST);
    int claimed = poll(run, most);
    LinkCursor cursor = new LinkCursor();
    for (int i = 0; i < claimed; i++) {
      int block = run.blocks[i];
      read(block);
      if (i >= settle) {
        requireOwn(queue.giveBack(block, run.words[i], delivered));
      } else if (most == 1) {
        requireOwn(queue.settle(block, run.words[i], cursor));
      } else {
        queue.settleOwn(block, run.words[i]);
        queue.free(block, cursor);
      }
    }
    queue.free.finish(cursor);
    return claimed;
  }

  int take() {
    return take(1, 1, true);
  }

  /** A stage of a pipeline: what comes out of it is accepted before what went in is settled. */
  void forward() {
    ClaimRun run = new ClaimRun(1);
    if (poll(run, 1) == 1) {
      int accepted = put(Items.SMALL);
      if (accepted == 1) {
        requireOwn(queue.settleOne(run.blocks[0], run.words[0]));
      } else {
        requireOwn(queue.giveBack(run.blocks[0], run.words[0], true));
      }
    }
  }

  /** Takes and settles an item; or finds the end of the stream, once nothing can come back. */
  void takeOrEnd() {
    if (take() == RingQueue.CLOSED && new Census(queue).nothingMayComeBack()) {
      referee.ended();
    }
  }

  /** Claims items, and leaves with them unsettled. */
  void leaveWith(int most) {
    poll(new ClaimRun(most), most);
    Repair.leave(queue, id);
    referee.requireNoWordOf(id);
  }

  private int poll(ClaimRun run, int most) {
    Referee.Call call = call();
    int claimed = queue.poll(run, most, id);
    call.end();
    if (claimed <= 0) {
      call.requireEmpty(true);
      require(claimed == RingQueue.CLOSED || call.wasOpen(), "not told of the end", null);
    }
    return claimed;
  }

  private int read(int block) {
    try {
      int length = Blocks.length(queue.blocks.shapePlain(block));
      byte[] bytes = queue.read(block, length);
      int item = Items.read(bytes, length);
      // Only where it has just been read: later the block may hold another.
      require(at < answered || item == referee.item(block), "another item", null);
      return item;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int size() {
    Referee.Call call = call();
    int size = new Census(queue).size();
    call.end();
    call.requireSize(size);
    return size;
  }

  void look() {
    Census census = new Census(queue);
    Referee.Call empty = call();
    boolean isEmpty = census.isEmpty();
    empty.end();
    empty.requireEmpty(isEmpty);
    Referee.Call full = call();
    boolean isFull = census.isFull();
    full.end();
    full.requireFull(isFull);
  }

  void join() {
    Referee.Call call = call();
    boolean settled = new Census(queue).isSettled();
    call.end();
    call.requireSettled(settled);
  }

  void repair(Actor dead) {
    new Repair(queue, dead.id, id).run();
  }

  private static void requireOwn(boolean own) {
    require(own, "a living process lost what it claimed", null);
  }

  private static void require(boolean condition, String what, Throwable cause) {
    if (!condition) {
      throw new AssertionError(what, cause);
    }
  }
}
