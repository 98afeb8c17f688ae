package io.sluice.pipe;

import io.sluice.QueueClosedException;
import io.sluice.SluiceException;
import io.sluice.process.ChildJvm;
import io.sluice.ring.PipeEnds;
import io.sluice.ring.PipeEnds.Side;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;

/**
 * Whether an end of a pipe is this handle's: its sides, one or, of a pipe both ways, two, are
 * claimed at the first use, the first of them deciding for both.
 *
 * <pre>
 *   IDLE --use--&gt; OWNED --close: its sides end in order--&gt; CLOSED
 *     \------------close: nothing happens to the pipe-------^
 * </pre>
 */
final class Ownership {
  /**
   * One side of this end, and its opposite.
   *
   * @param ends the direction's two ends
   * @param side which of them is this one
   */
  record Half(PipeEnds ends, Side side) {
    PipeEnds.End opposite() {
      return ends.end(other());
    }

    Side other() {
      return side == Side.WRITER ? Side.READER : Side.WRITER;
    }
  }

  private final URI address;
  private final List<Half> halves;
  private final Disposable.Composite expected = Disposables.composite();
  private volatile boolean owned;
  // Guarded by this.
  private boolean closed;

  Ownership(URI address, List<Half> halves) {
    this.address = address;
    this.halves = halves;
  }

  /**
   * Before each use: claims the end if that has not been done.
   *
   * @throws SluiceException if it is somebody else's
   */
  void use() {
    if (!owned) {
      claim();
    }
  }

  private synchronized void claim() {
    if (owned) {
      return;
    }
    if (closed) {
      throw new QueueClosedException(address, "this handle is closed");
    }
    Half deciding = halves.get(0);
    if (!deciding.ends().claim(deciding.side())) {
      throw refused(deciding.ends().end(deciding.side()));
    }
    for (Half half : halves.subList(1, halves.size())) {
      // If not: it was given up just now, and everybody finds it so.
      boolean unused = half.ends().claim(half.side());
    }
    owned = true;
  }

  private SluiceException refused(PipeEnds.End end) {
    return switch (end.state()) {
      case WITHDRAWN ->
          new QueueClosedException(address, "the pipe was closed before this end was used");
      case LOST ->
          new SluiceException(
              address
                  + " was process "
                  + end.pid()
                  + "'s, which has died: nobody else can have it");
      default ->
          new SluiceException(
              address + " is process " + end.pid() + "'s: an end belongs to its first user");
    };
  }

  /** Ends one side in order, if it is owned. */
  synchronized void end(Half half) {
    if (owned && !closed) {
      half.ends().close(half.side());
    }
  }

  /** Ends the owned sides in order; nothing is claimed any more. */
  synchronized void close() {
    if (closed) {
      return;
    }
    expected.dispose();
    if (owned) {
      halves.forEach(half -> half.ends().close(half.side()));
    }
    closed = true;
  }

  /** Takes the child's exit for the other end's loss if nobody has that by then. */
  void expect(ChildJvm child) {
    expected.add(child.onExit().subscribe(code -> lost(child.pid()), failure -> lost(child.pid())));
  }

  private synchronized void lost(long pid) {
    if (!closed) {
      halves.forEach(half -> half.ends().lose(half.other(), pid));
    }
  }

  /** The state of the other end, for descriptions. */
  PipeEnds.@Nullable State opposite() {
    synchronized (this) {
      return closed ? null : halves.get(0).opposite().state();
    }
  }
}
