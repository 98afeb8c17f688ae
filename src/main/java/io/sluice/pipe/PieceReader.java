package io.sluice.pipe;

import io.sluice.PeerLostException;
import io.sluice.QueueClosedException;
import io.sluice.RemoteFailureException;
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
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A pipe's reading end as an engine whose items are messages, so that everything above is the
 * queue's. Pieces leave the pipe as they are taken, and are joined here: their room is the writer's
 * again while the rest of the message is still to come.
 *
 * <p>The monitor guards the message that is being joined and those that were given back.
 */
final class PieceReader implements Engine {
  private static final int LONGEST_RUN = 64;

  private final URI address;
  private final SharedMemoryEngine engine;
  private final PipeEnds ends;
  private final Pieces format;
  private final Assembly assembly;
  private final ArrayDeque<byte[]> givenBack = new ArrayDeque<>();
  private boolean taking;

  PieceReader(URI address, SharedMemoryEngine engine) {
    this.address = address;
    this.engine = engine;
    this.ends = engine.ends();
    this.format = new Pieces(engine.quickItemSize());
    this.assembly = new Assembly(format, engine.settings().maxItemSize());
  }

  @Override
  public QueueSettings settings() {
    return engine.settings();
  }

  /** A message is in memory when it is taken, however large it is. */
  @Override
  public int quickItemSize() {
    return Integer.MAX_VALUE;
  }

  @Override
  public boolean answersAtOnce() {
    return true;
  }

  // --- taking
  // -----------------------------------------------------------------------------------------------------

  @Override
  public TakeRun takeRun(int most, Answer answer) {
    return new MessageRun(this, engine.takeRun(LONGEST_RUN, answer), most);
  }

  /** Takes whole messages; as {@link TakeRun#take}. */
  synchronized int take(MessageRun run, int most) {
    if (taking) {
      // Woken by the very take that this thread is inside of.
      return NONE;
    }
    taking = true;
    try {
      while (run.count() < most && !givenBack.isEmpty()) {
        run.add(givenBack.removeFirst());
      }
      while (run.count() == 0) {
        int missing = assembly.missing();
        int taken = run.pieces().take(missing == 0 ? most : Math.min(LONGEST_RUN, missing));
        if (taken <= 0) {
          return taken == CLOSED ? closed() : taken;
        }
        accept(run, taken, most);
      }
      return run.count();
    } finally {
      taking = false;
    }
  }

  /** Takes the pieces out of the pipe and joins them. */
  private void accept(MessageRun run, int count, int most) {
    TakeRun pieces = run.pieces();
    int settled = 0;
    try {
      while (settled < count) {
        ByteBuffer piece = pieces.payload(settled);
        pieces.settle(settled++);
        if (format.isWhole(piece.remaining())) {
          add(run, piece.array(), piece.arrayOffset() + piece.position(), piece.remaining(), most);
        } else {
          byte[] message = assembly.add(piece);
          if (message != null) {
            add(run, message, most);
          }
        }
      }
    } finally {
      while (settled < count) {
        pieces.settle(settled++);
      }
      pieces.finish();
    }
  }

  private void add(MessageRun run, byte[] array, int offset, int length, int most) {
    if (run.count() < most) {
      run.addShared(array, offset, length);
    } else {
      givenBack.addLast(Arrays.copyOfRange(array, offset, offset + length));
    }
  }

  private void add(MessageRun run, byte[] message, int most) {
    if (run.count() < most) {
      run.add(message);
    } else {
      givenBack.addLast(message);
    }
  }

  /** In the order of the calls, ahead of what was given back before. */
  synchronized void giveBack(List<byte[]> messages) {
    for (int i = messages.size() - 1; i >= 0; i--) {
      givenBack.addFirst(messages.get(i));
    }
  }

  // --- the end
  // ----------------------------------------------------------------------------------------------------

  /**
   * How the stream has ended, all whole messages taken: {@link #CLOSED} if in order.
   *
   * @throws RemoteFailureException if the writer failed
   * @throws PeerLostException if it died
   * @throws QueueClosedException if this side has closed or cancelled
   */
  private int closed() {
    assembly.drop();
    if (ends.end(Side.READER).state() != PipeEnds.State.CLAIMED) {
      throw new QueueClosedException(address, "this end is closed or cancelled");
    }
    PipeEnds.End writer = ends.end(Side.WRITER);
    return switch (writer.state()) {
      case FAILED -> throw remote(ends.cause());
      case LOST ->
          throw new PeerLostException(
              writer.pid(), "process " + writer.pid() + " died, the writer to " + address);
      default -> CLOSED;
    };
  }

  private static RemoteFailureException remote(FailureCause cause) {
    return new RemoteFailureException(cause.className(), cause.message(), cause.stackTrace());
  }

  @Override
  public boolean isClosed() {
    return ends.isOver();
  }

  @Override
  public @Nullable FailureCause failure() {
    // Takers are told by an exception.
    return null;
  }

  @Override
  public boolean complete() {
    return ends.close(Side.READER);
  }

  @Override
  public boolean fail(FailureCause cause) {
    throw new UnsupportedOperationException("a reading end");
  }

  // --- the rest is the pipe's
  // -------------------------------------------------------------------------------------

  @Override
  public int put(PutRun items, Answer answer) {
    throw new UnsupportedOperationException("a reading end");
  }

  @Override
  public void await(Signal signal, Waiter waiter) {
    engine.await(signal, waiter);
  }

  @Override
  public boolean cancel(Signal signal, Waiter waiter) {
    return engine.cancel(signal, waiter);
  }

  @Override
  public void passOn(Signal signal) {
    engine.passOn(signal);
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
  public boolean isFull() {
    return engine.isFull();
  }

  @Override
  public int room() {
    return engine.room();
  }

  @Override
  public boolean isSettled() {
    return engine.isSettled();
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
