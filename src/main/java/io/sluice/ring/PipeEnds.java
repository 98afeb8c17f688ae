package io.sluice.ring;

/**
 * The ends of a pipe's direction, as a handle sees and changes them: see {@code EndWords} for the
 * states. Each change that ends the stream wakes whoever waits, here and elsewhere. Never waits;
 * thread-safe. On a closed handle every method throws {@link io.sluice.QueueClosedException}.
 */
public final class PipeEnds {
  /** One of the two ends. */
  public enum Side {
    /** Where pieces are put. */
    WRITER,

    /** Where pieces are taken. */
    READER
  }

  /** What has become of an end. */
  public enum State {
    /** Nobody has used it. */
    UNCLAIMED,

    /** A process has it. */
    CLAIMED,

    /** Its process has completed, closed or cancelled it. */
    CLOSED,

    /** Its process has ended the stream with a failure. */
    FAILED,

    /** Its process, or the one that was to have it, died. */
    LOST,

    /** The pipe was closed before anybody used it. */
    WITHDRAWN
  }

  /**
   * An end at an instant.
   *
   * @param state its state
   * @param pid the process that has or had it, or was to have it; 0 if there is none
   */
  public record End(State state, long pid) {}

  private static final State[] STATES = State.values();

  private final SharedMemoryEngine engine;

  PipeEnds(SharedMemoryEngine engine) {
    this.engine = engine;
  }

  /**
   * Looks at an end.
   *
   * @param side which
   * @return what it is now
   */
  public End end(Side side) {
    Attachment joined = engine.enter();
    try {
      long word = joined.ends.word(side);
      int state = EndWords.state(word);
      return new End(state < STATES.length ? STATES[state] : State.WITHDRAWN, EndWords.pid(word));
    } catch (InternalError e) {
      throw engine.truncated(e);
    } finally {
      joined.exit();
    }
  }

  /**
   * Takes an end that nobody has used.
   *
   * @param side which
   * @return false if somebody was faster, or it was given up
   */
  public boolean claim(Side side) {
    return engine.within(joined -> joined.ends.claim(side, joined.owner, pid()) ? 1 : 0) == 1;
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }

  /**
   * Ends the stream in order, by the end's owner. A writer comes too late once it has ended
   * otherwise, so that what ended it stays known; a reader never does, who wants no more.
   *
   * @param side which
   * @return false if it was over
   */
  public boolean close(Side side) {
    return over(
        joined ->
            (side == Side.READER || !hasEnded(joined))
                && joined.ends.end(side, joined.owner, EndWords.CLOSED));
  }

  private static boolean hasEnded(Attachment joined) {
    if (joined.ends.finish()) {
      joined.wakeAll();
    }
    return joined.queue.isClosed();
  }

  /**
   * Ends the stream with a failure, by the writing end's owner, unless it has ended.
   *
   * @param cause why
   * @return false if it was over
   */
  public boolean fail(FailureCause cause) {
    return over(
        joined -> {
          if (hasEnded(joined)) {
            return false;
          }
          joined.causes.write(cause, joined.owner);
          return joined.ends.end(Side.WRITER, joined.owner, EndWords.FAILED);
        });
  }

  /**
   * Gives up an end that nobody has used: nobody can any more.
   *
   * @param side which
   * @return false if somebody has it
   */
  public boolean withdraw(Side side) {
    return over(joined -> joined.ends.giveUp(side, joined.owner, EndWords.WITHDRAWN, pid()));
  }

  /**
   * Gives up an end that nobody has used because the process that was to use it is gone.
   *
   * @param side which
   * @param pid the process
   * @return false if somebody has it
   */
  public boolean lose(Side side, long pid) {
    return over(joined -> joined.ends.giveUp(side, joined.owner, EndWords.LOST, pid));
  }

  /**
   * Adds a waiter for the end of the stream, which has to look once more then.
   *
   * @param waiter whom to wake
   */
  public void await(Waiter waiter) {
    engine.await(Signal.ENDED, waiter);
  }

  /**
   * Takes a waiter out; nothing happens if it was woken.
   *
   * @param waiter who waits for the end of the stream
   */
  public void cancel(Waiter waiter) {
    engine.cancel(Signal.ENDED, waiter);
  }

  /** A change of a word. */
  private interface Change {
    boolean made(Attachment joined);
  }

  private boolean over(Change change) {
    return engine.within(
            joined -> {
              boolean made = change.made(joined);
              if (joined.ends.finish() || made) {
                joined.wakeAll();
              }
              return made ? 1 : 0;
            })
        == 1;
  }

  /**
   * Brings to its end what another process has begun to end, and may be stopped at.
   *
   * @return whether the stream has ended
   */
  public boolean isOver() {
    return engine.within(joined -> hasEnded(joined) ? 1 : 0) == 1;
  }

  /**
   * Why the writer failed.
   *
   * @return the cause that it gave
   */
  public FailureCause cause() {
    Attachment joined = engine.enter();
    try {
      return joined.causes.read();
    } catch (InternalError e) {
      throw engine.truncated(e);
    } finally {
      joined.exit();
    }
  }
}
