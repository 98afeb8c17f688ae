package io.sluice.ring;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What a queue needs of whatever keeps its items: operations over runs of encoded items that never
 * wait. Everything reactive and everything blocking is made of these, above; shared memory, or
 * another place for items, is below.
 *
 * <p>An operation answers with a number: how many items it concerns, or one of the negative
 * constants here. An engine that cannot answer at once answers {@link #LATER} and then calls the
 * run's {@link Answer} once, on any thread, with what it would have returned; until then the run is
 * the engine's. An engine that always answers at once never pays for that.
 *
 * <p>Wake hints may be wrong and may be lost between processes; but while there is cause, a waiter
 * is hinted again within some 80 ms.
 *
 * <p>Thread-safe; a run is not.
 */
public interface Engine {
  /** No room, or no item; or the item was not the caller's any more. */
  int NONE = 0;

  /** The stream has ended; a take: and nothing can come any more. */
  int CLOSED = -1;

  /**
   * A take: the stream has ended, but items in other hands may come back. Wait for {@link
   * Signal#SETTLED}.
   */
  int DRAINING = -2;

  /** The answer comes later. */
  int LATER = -3;

  /** Takes an answer that came later. */
  interface Answer {
    /**
     * The operation's result, or its failure.
     *
     * @param result as the operation would have returned it; meaningless with a failure
     * @param failure what it would have thrown
     */
    void answered(int result, @Nullable Throwable failure);
  }

  /**
   * What the queue's creator decided.
   *
   * @return the settings, the same for all handles
   */
  QueueSettings settings();

  /**
   * The most bytes of an item that needs no file, or other slow place, of its own.
   *
   * @return in bytes
   */
  int quickItemSize();

  /**
   * Whether this engine never answers {@link #LATER}.
   *
   * @return the same always
   */
  boolean answersAtOnce();

  /**
   * Whether a put of items of at most {@link #quickItemSize()} bytes is never answered {@link
   * #LATER}.
   *
   * @return the same always
   */
  default boolean answersQuickItemsAtOnce() {
    return answersAtOnce();
  }

  /**
   * Whether putting an item of more than {@link #quickItemSize()} bytes may block the thread, as it
   * writes a file.
   *
   * @return the same always
   */
  default boolean mayBlock() {
    return true;
  }

  /**
   * Whether an item may find room now: a no is certain, a yes is not.
   *
   * @param length its encoded bytes
   * @return whether it is worth trying
   */
  default boolean mayHaveRoomFor(int length) {
    return true;
  }

  /**
   * Accepts items from the front of {@code items}, in order, as many as there is room for; accepted
   * ones are dropped from the run.
   *
   * @param items at least one
   * @param answer told later, if this returns {@link #LATER}
   * @return how many were accepted, 1 or more; {@link #NONE} for no room; {@link #CLOSED}; {@link
   *     #LATER}
   */
  int put(PutRun items, Answer answer);

  /**
   * Nobody wants the item any more whose put will be answered later. The answer comes all the same:
   * soon, {@link #NONE}, if the engine can still do without the item, and as ever if not. Nothing
   * happens if no put of that answer is under way.
   *
   * @param answer the put's
   */
  default void giveUp(Answer answer) {
    // What was begun is brought to its end.
  }

  /**
   * Makes a place for items to be taken to.
   *
   * @param most how many items one take may bring, 1 to 64
   * @param answer told later, if one of the run's operations returns {@link #LATER}
   * @return the run
   */
  TakeRun takeRun(int most, Answer answer);

  /**
   * Adds a waiter. The caller has to try once more before it relies on being woken.
   *
   * @param signal what it waits for
   * @param waiter whom to wake
   */
  void await(Signal signal, Waiter waiter);

  /**
   * Takes a waiter out.
   *
   * @param signal what it waited for
   * @param waiter who waited
   * @return whether it had still to be woken; if not, the wake may have to be {@linkplain #passOn
   *     passed on}
   */
  boolean cancel(Signal signal, Waiter waiter);

  /**
   * Who was woken does not try: wakes the next one if there is cause.
   *
   * @param signal what it was woken for
   */
  void passOn(Signal signal);

  /**
   * Ends the stream for every process.
   *
   * @return false if it had ended
   */
  boolean complete();

  /**
   * Ends the stream for every process with a failure.
   *
   * @param cause why
   * @return false if it had ended
   */
  boolean fail(FailureCause cause);

  /**
   * Whether the stream has ended for senders.
   *
   * @return whether it has
   */
  boolean isClosed();

  /**
   * Why the stream failed.
   *
   * @return the cause, or null if it has not ended or was completed
   */
  @Nullable FailureCause failure();

  /**
   * The number of ready items.
   *
   * @return true at an instant within the call
   */
  int size();

  /**
   * The number of items claimed and not settled.
   *
   * @return exact when nothing moves
   */
  int inFlight();

  /**
   * Whether nothing is ready.
   *
   * @return true at an instant within the call
   */
  boolean isEmpty();

  /**
   * Whether there is no room.
   *
   * @return true at an instant within the call
   */
  boolean isFull();

  /**
   * How much room there is, about.
   *
   * @return 0 to maxSize
   */
  int room();

  /**
   * Whether takers are making room at this moment, while there is not enough of it yet to be worth
   * following them. A sender that waits for {@link Signal#ROOM} since before this call may then go
   * on waiting, though there is some room: it is woken. It lasts a microsecond or two.
   *
   * @return false if unknown
   */
  default boolean isRoomGrowing() {
    return false;
  }

  /**
   * Whether nothing accepted is unsettled.
   *
   * @return true at an instant within the call
   */
  boolean isSettled();

  /**
   * Runs a task on the thread that hears the wake hints: at once if that is the caller's.
   *
   * @param task quick, never blocking
   */
  void execute(Runnable task);

  /**
   * Gives up this handle; nothing may be claimed through it any more. The others go on.
   *
   * @return completes when everything of the handle is gone
   */
  CompletionStage<Void> close();
}
