package io.sluice.pipe;

import io.sluice.QueueClosedException;
import io.sluice.SluiceException;
import io.sluice.process.ChildJvm;
import io.sluice.ring.PipeEnds;
import io.sluice.ring.PipeEnds.Side;
import io.sluice.ring.Waiter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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

    /** The other direction's opposite is given up: this one's is too, unless it is used. */
    void follow(PipeEnds.End given) {
      boolean unused =
          switch (given.state()) {
            case LOST -> ends.lose(other(), given.pid());
            case WITHDRAWN -> ends.withdraw(other());
            default -> false;
          };
    }

    Side other() {
      return side == Side.WRITER ? Side.READER : Side.WRITER;
    }
  }

  private final URI address;
  private final List<Half> halves;
  private final Disposable.Composite expected = Disposables.composite();
  private volatile boolean owned;
  private final List<Follower> followers = new CopyOnWriteArrayList<>();
  // Guarded by this.
  private boolean closed;
  private final List<Long> lostBeforeUse = new ArrayList<>();

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
    lostBeforeUse.forEach(this::giveUpOther);
    if (halves.size() == 2) {
      watch(halves.get(0), halves.get(1));
      watch(halves.get(1), halves.get(0));
    }
  }

  /**
   * The other process claims its two sides, and the creator withdraws them, one after the other,
   * and may die in between: what has become of one becomes of the other then.
   */
  private void watch(Half watched, Half following) {
    Follower follower = new Follower(watched, following);
    followers.add(follower);
    watched.ends().await(follower);
    follower.look();
  }

  /** Told of the end of one direction, for the sake of the other one. */
  private static final class Follower extends Waiter {
    private final Half watched;
    private final Half following;

    Follower(Half watched, Half following) {
      this.watched = watched;
      this.following = following;
    }

    @Override
    protected void wake() {
      try {
        look();
      } catch (SluiceException e) {
        // The handle was closed meanwhile, or the file was cut, which its users are told.
      }
    }

    void look() {
      following.follow(watched.opposite());
    }
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

  /** Ends one side in order, if it is owned. Whoever that wakes must not meet this one's lock. */
  void end(Half half) {
    if (owned) {
      try {
        half.ends().close(half.side());
      } catch (QueueClosedException e) {
        // The handle was closed, and the side with it.
      }
    }
  }

  /** Ends the owned sides in order; nothing is claimed any more. */
  void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    expected.dispose();
    followers.forEach(follower -> follower.watched.ends().cancel(follower));
    halves.forEach(this::end);
  }

  /** Takes the child's exit for the other end's loss if nobody has that by then. */
  void expect(ChildJvm child) {
    expected.add(child.onExit().subscribe(code -> lost(child.pid()), failure -> lost(child.pid())));
  }

  /** A handle that has not used its end ends nothing: its wait begins with its first use. */
  private void lost(long pid) {
    synchronized (this) {
      if (!owned) {
        lostBeforeUse.add(pid);
        return;
      }
    }
    giveUpOther(pid);
  }

  private void giveUpOther(long pid) {
    for (Half half : halves) {
      try {
        half.ends().lose(half.other(), pid);
      } catch (QueueClosedException e) {
        // Nobody waits any more.
      }
    }
  }
}
