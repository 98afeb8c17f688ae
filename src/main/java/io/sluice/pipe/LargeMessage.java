package io.sluice.pipe;

import io.sluice.SluiceException;
import io.sluice.ring.Engine;
import io.sluice.ring.FailureCause;
import io.sluice.ring.PutRun;
import io.sluice.ring.Signal;
import io.sluice.ring.Waiter;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.scheduler.Schedulers;

/**
 * A message of several pieces on its way into the pipe, as fast as there is room. Holds no thread:
 * the one that puts it puts what there is room for, then one of {@code Schedulers.parallel()}
 * whenever there is room again.
 *
 * <pre>
 *   SENDING --- last piece put ----------------------&gt; over: answered 1
 *      |  \---- the stream has ended ----------------&gt; over: answered CLOSED, or why
 *      | given up: answered NONE
 *      v
 *   ABORTING -- the piece that says so put, if need be, or the stream has ended --&gt; over
 *
 *   either, when something is thrown: the stream fails --&gt; over
 * </pre>
 *
 * <p>A message whose first piece is in the pipe never stays half: either its rest follows, or the
 * piece that says it does not, or the stream's end.
 */
final class LargeMessage extends Waiter implements Runnable {
  private static final int LONGEST_RUN = 64;
  private static final Engine.Answer NEVER = (result, failure) -> {};

  private final PieceWriter writer;
  private final Engine engine;
  private final Pieces format;
  private final PutRun source;
  private final Engine.Answer answer;
  private final int length;
  // Begun by the one who puts it.
  private final AtomicInteger signals = new AtomicInteger(1);
  private volatile boolean givenUp;
  private volatile boolean asleep;

  // Confined to the drain.
  private final PutRun pieces = new PutRun();
  private int sent;
  private boolean aborting;
  private boolean over;

  // Guarded by this.
  private boolean answered;
  private boolean later;
  private int result;
  private @Nullable Throwable failure;

  LargeMessage(PieceWriter writer, PutRun source, Engine.Answer answer) {
    this.writer = writer;
    this.engine = writer.engine();
    this.format = writer.format();
    this.source = source;
    this.answer = answer;
    this.length = source.length(0);
  }

  /** Puts what there is room for; the result, or {@link Engine#LATER}. */
  int begin() {
    run();
    synchronized (this) {
      if (!answered) {
        later = true;
        return Engine.LATER;
      }
    }
    if (failure instanceof RuntimeException thrown) {
      throw thrown;
    }
    return result;
  }

  /** Nobody wants it any more, if it is that answer's. */
  void giveUp(Engine.Answer of) {
    if (of == answer) {
      givenUp = true;
      signal();
    }
  }

  @Override
  protected void wake() {
    asleep = false;
    signal();
  }

  private void signal() {
    if (signals.getAndIncrement() == 0) {
      Schedulers.parallel().schedule(this);
    }
  }

  @Override
  public void run() {
    int seen = 1;
    do {
      try {
        while (step()) {
          // There may be more room.
        }
      } catch (Throwable e) {
        failStream(e);
        end(Engine.NONE, e);
        Exceptions.throwIfFatal(e);
      }
      seen = signals.addAndGet(-seen);
    } while (seen != 0);
  }

  /** Neither the rest nor the piece that says it does not come could be put: nothing may follow. */
  private void failStream(Throwable why) {
    try {
      if (!over && sent > 0) {
        writer.fail(FailureCause.of(why));
      }
    } catch (SluiceException e) {
      // The handle is closed, and the stream ended by that.
    }
  }

  private boolean step() {
    if (over) {
      return false;
    }
    if (givenUp && !aborting) {
      return abort();
    }
    if (pieces.count() == 0 && !fill()) {
      end(1, null);
      return false;
    }
    int put = engine.put(pieces, NEVER);
    if (put > 0) {
      sent = (int) Math.min(length, sent + (long) put * format.payload());
      return true;
    }
    if (put == Engine.CLOSED) {
      endWithStream();
      return false;
    }
    return sleep();
  }

  private void endWithStream() {
    try {
      end(writer.closed(), null);
    } catch (SluiceException e) {
      end(Engine.NONE, e);
    }
  }

  /** The next pieces; false if all are put. */
  private boolean fill() {
    if (aborting || sent == length) {
      return false;
    }
    int room = Math.max(1, Math.min(LONGEST_RUN, engine.room()));
    for (int at = sent; at < length && pieces.count() < room; at += format.payload()) {
      format.add(pieces, source, at);
    }
    return true;
  }

  private boolean abort() {
    if (sent == length) {
      end(1, null);
      return false;
    }
    aborting = true;
    pieces.drop(pieces.count());
    if (sent > 0) {
      format.addAbort(pieces);
    }
    answer(Engine.NONE, null);
    return true;
  }

  /** Adds the waiter, if it is not there yet, which calls for one more look. */
  private boolean sleep() {
    if (asleep) {
      return false;
    }
    asleep = true;
    engine.await(Signal.ROOM, this);
    return true;
  }

  private void end(int with, @Nullable Throwable why) {
    if (over) {
      return;
    }
    over = true;
    if (asleep && !engine.cancel(Signal.ROOM, this)) {
      writer.passOnQuietly();
    }
    if (with > 0 && !aborting) {
      source.drop(1);
    }
    writer.ended(this, with > 0 && !aborting ? format.count(length) : 0);
    answer(with, why);
    writer.wakeBlocked();
  }

  /** Once: what comes after is of no interest. */
  private void answer(int with, @Nullable Throwable why) {
    boolean tell;
    synchronized (this) {
      if (answered) {
        return;
      }
      answered = true;
      result = with;
      failure = why;
      tell = later;
    }
    if (tell) {
      answer.answered(with, why);
    }
  }
}
