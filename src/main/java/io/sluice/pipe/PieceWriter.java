package io.sluice.pipe;

import io.sluice.PeerLostException;
import io.sluice.QueueClosedException;
import io.sluice.ring.Engine;
import io.sluice.ring.FailureCause;
import io.sluice.ring.PipeEnds;
import io.sluice.ring.PipeEnds.Side;
import io.sluice.ring.PutRun;
import io.sluice.ring.QueueSettings;
import io.sluice.ring.SharedMemoryEngine;
import io.sluice.ring.Signal;
import io.sluice.ring.TakeRun;
import io.sluice.ring.Waiter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A pipe's writing end as an engine whose items are messages, so that everything above is the
 * queue's. What fits in a block goes straight through; a larger message goes piece by piece, and is
 * answered later if there is not room for all of it.
 *
 * <p>While a large message is under way there is no room for others: who asks is kept in {@code
 * blocked}, and woken when it is over.
 */
final class PieceWriter implements Engine {
  private final URI address;
  private final SharedMemoryEngine engine;
  private final PipeEnds ends;
  private final Pieces format;

  // Changed under the monitor.
  private volatile @Nullable LargeMessage underWay;
  private final List<Waiter> blocked = new ArrayList<>();

  /**
   * How many pieces a message takes, of late; a guess that need not be right. At first one message
   * is asked of a publisher, and more as they turn out to be small: large ones are memory.
   */
  private volatile int piecesPerMessage;

  PieceWriter(URI address, SharedMemoryEngine engine) {
    this.address = address;
    this.engine = engine;
    this.ends = engine.ends();
    this.format = new Pieces(engine.quickItemSize());
    this.piecesPerMessage = engine.settings().maxSize();
  }

  SharedMemoryEngine engine() {
    return engine;
  }

  Pieces format() {
    return format;
  }

  @Override
  public QueueSettings settings() {
    return engine.settings();
  }

  @Override
  public int quickItemSize() {
    return format.blockSize() - 1;
  }

  @Override
  public boolean answersAtOnce() {
    return false;
  }

  @Override
  public boolean answersQuickItemsAtOnce() {
    return true;
  }

  @Override
  public boolean mayBlock() {
    return false;
  }

  // --- putting
  // ----------------------------------------------------------------------------------------------------

  @Override
  public boolean mayHaveRoomFor(int length) {
    return format.isWhole(length) || underWay == null && engine.room() >= format.count(length);
  }

  @Override
  public int put(PutRun items, Answer answer) {
    if (underWay != null) {
      return busy();
    }
    int small = 0;
    while (small < items.count() && format.isWhole(items.length(small))) {
      small++;
    }
    if (small == items.count()) {
      return putSmall(items, answer);
    }
    return small > 0 ? putFirst(items, small, answer) : putLarge(items, answer);
  }

  private int putSmall(PutRun items, Answer answer) {
    int put = engine.put(items, answer);
    if (put == CLOSED) {
      return closed();
    }
    if (put > 0 && piecesPerMessage > 1) {
      piecesPerMessage = (piecesPerMessage + 1) / 2;
    }
    return put;
  }

  /** The small ones in front of a large one. */
  private int putFirst(PutRun items, int count, Answer answer) {
    PutRun first = new PutRun();
    for (int i = 0; i < count; i++) {
      first.add(items.copy(i));
    }
    int put = putSmall(first, answer);
    if (put > 0) {
      items.drop(put);
    }
    return put;
  }

  private int putLarge(PutRun items, Answer answer) {
    LargeMessage message = new LargeMessage(this, items, answer);
    synchronized (this) {
      if (underWay != null) {
        return busy();
      }
      underWay = message;
    }
    return message.begin();
  }

  /** Who was woken and finds the way barred wakes the one who is under way. */
  private int busy() {
    engine.passOn(Signal.ROOM);
    return NONE;
  }

  @Override
  public void giveUp(Answer answer) {
    LargeMessage message = underWay;
    if (message != null) {
      message.giveUp(answer);
    }
  }

  /** By a message that is over; 0 pieces if it was not put. */
  void ended(LargeMessage message, int pieces) {
    synchronized (this) {
      underWay = null;
    }
    if (pieces > 0) {
      piecesPerMessage = Math.max(pieces, (piecesPerMessage + 1) / 2);
    }
  }

  void wakeBlocked() {
    List<Waiter> woken;
    synchronized (this) {
      woken = List.copyOf(blocked);
      blocked.clear();
    }
    Waiter.wakeAll(woken);
  }

  void passOnQuietly() {
    engine.passOn(Signal.ROOM);
  }

  // --- waiting
  // ----------------------------------------------------------------------------------------------------

  @Override
  public void await(Signal signal, Waiter waiter) {
    if (signal == Signal.ROOM && underWay != null) {
      synchronized (this) {
        if (underWay != null) {
          blocked.add(waiter);
          return;
        }
      }
    }
    engine.await(signal, waiter);
  }

  @Override
  public boolean cancel(Signal signal, Waiter waiter) {
    synchronized (this) {
      if (blocked.remove(waiter)) {
        return true;
      }
    }
    return engine.cancel(signal, waiter);
  }

  @Override
  public void passOn(Signal signal) {
    engine.passOn(signal);
  }

  // --- the end
  // ----------------------------------------------------------------------------------------------------

  /**
   * Why nothing is accepted any more: {@link #CLOSED} if that was this side's doing.
   *
   * @throws PeerLostException if the reader died
   * @throws QueueClosedException if the reader has cancelled or closed, or will never come
   */
  int closed() {
    if (ends.end(Side.WRITER).state() != PipeEnds.State.CLAIMED) {
      return CLOSED;
    }
    PipeEnds.End reader = ends.end(Side.READER);
    switch (reader.state()) {
      case LOST ->
          throw new PeerLostException(
              reader.pid(), "process " + reader.pid() + " died, the reader of " + address);
      case WITHDRAWN ->
          throw new QueueClosedException(address, "the pipe was closed before anybody read");
      default -> throw new QueueClosedException(address, "the reader has closed its end");
    }
  }

  @Override
  public boolean isClosed() {
    return ends.isOver() && closed() == CLOSED;
  }

  @Override
  public boolean complete() {
    return ends.close(Side.WRITER);
  }

  @Override
  public boolean fail(FailureCause cause) {
    return ends.fail(cause);
  }

  @Override
  public @Nullable FailureCause failure() {
    return ends.end(Side.WRITER).state() == PipeEnds.State.FAILED ? ends.cause() : null;
  }

  // --- looking
  // ----------------------------------------------------------------------------------------------------

  /** In messages of the size that they had of late; one may always be tried. */
  @Override
  public int room() {
    int pieces = underWay == null ? engine.room() : 0;
    return pieces == 0 ? 0 : Math.max(1, pieces / piecesPerMessage);
  }

  @Override
  public boolean isFull() {
    return underWay != null || engine.isFull();
  }

  @Override
  public int size() {
    return engine.size();
  }

  @Override
  public int inFlight() {
    return engine.inFlight();
  }

  @Override
  public boolean isEmpty() {
    return engine.isEmpty();
  }

  @Override
  public boolean isSettled() {
    return engine.isSettled();
  }

  @Override
  public TakeRun takeRun(int most, Answer answer) {
    throw new UnsupportedOperationException("a writing end");
  }

  @Override
  public void execute(Runnable task) {
    engine.execute(task);
  }

  @Override
  public CompletionStage<Void> close() {
    return engine.close();
  }
}
