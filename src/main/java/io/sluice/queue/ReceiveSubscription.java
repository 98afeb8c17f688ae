package io.sluice.queue;

import io.sluice.CodecException;
import io.sluice.ring.Engine;
import io.sluice.ring.Signal;
import io.sluice.ring.TakeRun;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;

/**
 * One consumer: claims what is requested, a run at a time, and hands it over.
 *
 * <p>The drain's work is a state machine, so that an engine or another thread may keep it waiting
 * for an answer without holding a thread:
 *
 * <pre>
 *   TAKE ---- run taken ----&gt; ITEM ---- last item dealt with ----&gt; TAKE
 *    |  nothing: add the waiter, look once more, sleep
 *    \- stream over, cancelled, closed: give back from {@code next} on ----&gt; OVER
 * </pre>
 *
 * <p>Long runs are not lent to cancellers, see {@link Receiver}, for that would cost as much as
 * many a quick subscriber takes, unless the user named a scheduler, on which subscribers may block.
 *
 * @param <T> the items' type
 * @param <O> what is handed over
 */
abstract class ReceiveSubscription<T, O> extends Receiver<O> {
  private static final int LONGEST_LENT = 16;

  /** The answer of an operation that has failed: the engine's own would mean nothing. */
  private static final int FAILED = Integer.MIN_VALUE;

  private enum Step {
    /** A run is to be claimed. */
    TAKE,

    /** The engine was asked for a run. */
    TAKEN,

    /** The next item of the run is to be read. */
    ITEM,

    /** An item is, or was, read elsewhere. */
    READ,

    /** The engine was asked to settle an item. */
    SETTLED,

    /** Nothing is claimed, and nothing will be. */
    OVER
  }

  final Receiving<T> receiving;
  final ReceiveOptions options;
  private final Engine engine;
  private final boolean mayAnswerLater;
  private final ItemWait wait;
  private final EndWatch endWatch;
  private volatile boolean awaiting;

  // Confined to the drain.
  private Step step = Step.TAKE;
  private int answer;
  private int handedOver;
  private boolean tired;
  private final RunLength runLength = new RunLength();
  private final ItemReading<T> reading;

  ReceiveSubscription(
      Receiving<T> receiving, CoreSubscriber<? super O> actual, ReceiveOptions options) {
    super(receiving.scope, actual, options);
    this.receiving = receiving;
    this.options = options;
    this.engine = receiving.engine;
    this.mayAnswerLater = !engine.answersAtOnce();
    this.wait = new ItemWait(engine, this);
    this.endWatch = new EndWatch(engine, this::signal);
    this.reading = new ItemReading<>(receiving, options, run);
  }

  /** How many more items may be claimed, apart from demand. */
  abstract int allowance();

  /** Whether items are settled before they are handed over. */
  abstract boolean settlesFirst();

  /**
   * The last question before an item is settled or handed over; after a no the subscription is
   * cancelled.
   */
  boolean mayHandOver() {
    return true;
  }

  /** How it ends when there is nothing to take; null to wait. */
  @Nullable Throwable nothingThere() {
    return null;
  }

  /** What is handed over for the item, which is settled if {@link #settlesFirst}. */
  abstract O output(int item, T decoded);

  @Override
  public final void answered(int result, @Nullable Throwable failure) {
    answer = failure == null ? result : FAILED;
    if (failure != null) {
      breakWith(failure);
    }
    awaiting = false;
    signal();
  }

  @Override
  final Then step() {
    if (tired) {
      tired = false;
      // Subscriptions share their scheduler's threads: a slow one takes its turn anew.
      run.finish();
      if (letOthersWork()) {
        return Then.LEAVE;
      }
    }
    if (awaiting || step == Step.OVER) {
      return Then.WAIT;
    }
    // What is settled cannot go back: it is handed over whatever has happened meanwhile.
    boolean settled = step == Step.SETTLED && answer != FAILED;
    if (!settled && isToEnd()) {
      // Whoever ends it is giving back, undisturbed so that the order stays, and signals then.
      endUndisturbed();
      return Then.WAIT;
    }
    return switch (step) {
      case TAKE -> take();
      case TAKEN -> taken(answer);
      case ITEM -> isInFlow() ? flow() : read();
      case READ -> handOverOrDrop();
      case SETTLED -> settled(answer);
      case OVER -> Then.WAIT;
    };
  }

  // --- runs
  // -------------------------------------------------------------------------------------------------------

  private Then take() {
    // What the closing of the handle gives back is for others.
    if (receiving.scope.isClosed()) {
      return Then.WAIT;
    }
    long demand = Math.min(requested(), Math.min(allowance(), runLength.next()));
    if (demand == 0) {
      run.finish();
      wait.passOn();
      return listenForEnd();
    }
    wait.look();
    mayAwaitAnswer(Step.TAKEN);
    int result = run.take((int) demand);
    if (result == Engine.LATER) {
      return Then.WAIT;
    }
    answeredNow();
    return taken(result);
  }

  /** An end needs no demand: it is heard of all the same, once nothing may come any more. */
  private Then listenForEnd() {
    endWatch.begin();
    if (!engine.isClosed()) {
      return Then.WAIT;
    }
    if (engine.isSettled()) {
      over();
      return Then.WAIT;
    }
    return wait.sleep(Signal.SETTLED);
  }

  private void awaitAnswer(Step then) {
    step = then;
    answer = 0;
    awaiting = true;
  }

  /**
   * Before an operation that may be answered later: two volatile writes that an engine which
   * answers at once is spared.
   */
  private void mayAwaitAnswer(Step then) {
    step = then;
    answer = 0;
    if (mayAnswerLater) {
      awaiting = true;
    }
  }

  private void answeredNow() {
    if (mayAnswerLater) {
      awaiting = false;
    }
  }

  private Then taken(int result) {
    step = Step.TAKE;
    if (result > 0) {
      wait.found();
      step = Step.ITEM;
      next = 0;
      count = result;
      runLength.begun();
      return Then.GO_ON;
    }
    if (result == Engine.CLOSED) {
      over();
      return Then.WAIT;
    }
    Throwable failure = nothingThere();
    if (failure != null) {
      breakWith(failure);
      return Then.GO_ON;
    }
    return wait.sleep(result == Engine.NONE ? Signal.ITEMS : Signal.SETTLED);
  }

  /**
   * The present item needs no more care; after a run's last one the run is finished, before that is
   * handed over.
   */
  private void dealtWith() {
    if (++next == count) {
      boolean inFullFlow = count == RunLength.LONGEST;
      settleAccounts();
      if (inFullFlow) {
        run.finishAndGoOn();
      } else {
        run.finish();
      }
      step = Step.TAKE;
    }
  }

  private void settleAccounts() {
    count = 0;
    next = 0;
    produced(handedOver);
    handedOver = 0;
  }

  // --- items
  // ------------------------------------------------------------------------------------------------------

  private boolean isInFlow() {
    return !mayAnswerLater && next < count - 1 && !isLendable();
  }

  /**
   * A long run but for its last item, as {@link #read} and what follows deal with one of them, in
   * fewer steps. Whatever is not as usual is left to those.
   */
  private Then flow() {
    TakeRun items = run;
    int last = count - 1;
    while (next < last) {
      int item = next;
      if (receiving.mayBlock(items, item)) {
        return read();
      }
      T decoded;
      try {
        decoded = receiving.decoder.decode(items, item);
      } catch (CodecException e) {
        return reading.isUndecodable(e) ? handOverOrDrop() : readElsewhere();
      }
      if (isToEnd()) {
        return Then.GO_ON;
      }
      if (!mayHandOver()) {
        cancelledInTheEnd();
        return Then.GO_ON;
      }
      int result = items.settle(item);
      next = item + 1;
      if (result != Engine.NONE) {
        handedOver++;
        actual.onNext(output(item, decoded));
      }
    }
    return Then.GO_ON;
  }

  private Then read() {
    return reading.read(next) ? handOverOrDrop() : readElsewhere();
  }

  private Then readElsewhere() {
    awaitAnswer(Step.READ);
    reading.readElsewhere(next, this);
    return Then.WAIT;
  }

  private Then handOverOrDrop() {
    step = Step.ITEM;
    LetterRefusedException refusal = reading.takeRefusal();
    if (refusal != null) {
      return returnLater(refusal);
    }
    T decoded = reading.value();
    if (decoded != null) {
      if (isCancelled() || !mayHandOver()) {
        cancelledInTheEnd();
        return Then.GO_ON;
      }
      if (!settlesFirst()) {
        reading.takeValue();
        return emit(decoded);
      }
    }
    return settle();
  }

  /** The dead letters do not accept the item: nobody here can handle it, so others come first. */
  private Then returnLater(LetterRefusedException refusal) {
    receiving.returnLater(run.detach(next));
    dealtWith();
    Operators.onErrorDropped(refusal, actual.currentContext());
    return Then.GO_ON;
  }

  private Then settle() {
    mayAwaitAnswer(Step.SETTLED);
    int result = run.settle(next);
    if (result == Engine.LATER) {
      return Then.WAIT;
    }
    answeredNow();
    return settled(result);
  }

  private Then settled(int result) {
    step = Step.ITEM;
    T decoded = reading.takeValue();
    if (decoded != null && result != Engine.NONE) {
      return emit(decoded);
    }
    Throwable failure = reading.takeFailure();
    if (failure != null) {
      breakWith(failure);
    }
    dealtWith();
    return Then.GO_ON;
  }

  private Then emit(T decoded) {
    O output = output(next, decoded);
    int length = count;
    handedOver++;
    dealtWith();
    if (next < count && isLendable()) {
      return emitLending(output) ? Then.GO_ON : Then.LEAVE;
    }
    actual.onNext(output);
    if (step == Step.TAKE) {
      tired = runLength.handedOver(length);
    }
    return Then.GO_ON;
  }

  private boolean isLendable() {
    return count <= LONGEST_LENT || !settlesFirst() || isScheduled() && options.scheduler() != null;
  }

  // --- the end
  // ----------------------------------------------------------------------------------------------------

  @Override
  final boolean isOver() {
    return step == Step.OVER;
  }

  @Override
  final void letGo() {
    if (step == Step.TAKEN && answer > 0) {
      count = answer;
    }
    step = Step.OVER;
    giveBackHandedOver();
    giveBackRun();
    settleAccounts();
    run.finish();
    endWatch.end();
    wait.end();
  }
}
