package io.sluice.queue;

import io.sluice.CodecException;
import io.sluice.QueueClosedException;
import io.sluice.ring.Engine;
import io.sluice.ring.Signal;
import io.sluice.ring.TakeRun;
import io.sluice.ring.Waiter;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * One consumer: claims what is requested, a run at a time, and hands it over.
 *
 * <p>All work is done in {@link #run}, by one thread at a time: whoever raises {@code signals} from
 * 0 does it, or has the scheduler do it, until no signal is left (a WIP drain). Other threads only
 * raise demand, flags and signals. The work is a state machine, so that an engine or another thread
 * may keep it waiting for an answer without holding a thread:
 *
 * <pre>
 *   TAKE ---- run taken ----&gt; ITEM ---- last item dealt with ----&gt; TAKE
 *    |  nothing: add the waiter, look once more, sleep
 *    \- stream over, cancelled, closed: give back from {@code next} on ----&gt; OVER
 * </pre>
 *
 * <p>A run begins with one item and doubles while items are handed over quickly, so that a slow
 * consumer holds no more than the item it is busy with. A subscriber that has been quick may be
 * slow at the next item, and be cancelled meanwhile: then the canceller gives back the rest of the
 * run, by its {@link Lease}. Long runs are not lent, for that would cost as much as many a quick
 * subscriber takes, unless the user named a scheduler, on which subscribers may block.
 *
 * @param <T> the items' type
 * @param <O> what is handed over
 */
abstract class ReceiveSubscription<T, O>
    implements Subscription, Scope.Member, Engine.Answer, Runnable {
  private static final int LONGEST_RUN = 64;
  private static final int LONGEST_LENT = 16;
  private static final long QUICK_NANOS = 20_000;
  private static final long TIRING_NANOS = 1_000_000;

  /** The answer of an operation that has failed: the engine's own would mean nothing. */
  private static final int FAILED = Integer.MIN_VALUE;

  @SuppressWarnings("rawtypes")
  private static final AtomicLongFieldUpdater<ReceiveSubscription> REQUESTED =
      AtomicLongFieldUpdater.newUpdater(ReceiveSubscription.class, "requested");

  /** What the drain does after a step. */
  private enum Then {
    GO_ON,

    /** Ends, until there is a signal. */
    WAIT,

    /** Goes and touches nothing any more: another thread has it run again. */
    LEAVE
  }

  private enum Step {
    TAKE,
    TAKEN,
    ITEM,
    READ,
    SETTLED,
    OVER
  }

  final Receiving<T> receiving;
  final CoreSubscriber<? super O> actual;
  final ReceiveOptions options;
  final TakeRun run;
  private final Scheduler.@Nullable Worker worker;
  private final boolean mayAnswerLater;
  // The subscriber has to know its subscription before anything else: onSubscribe is the first.
  private final AtomicInteger signals = new AtomicInteger(1);
  // The drain until it is over, and threads that give back for it: the last one leaves the scope.
  private final AtomicInteger holders = new AtomicInteger(1);
  private final Waiter waiter = new Wake();
  private final EndWatch endWatch;
  private volatile long requested;
  private volatile boolean cancelled;
  private volatile boolean closed;
  private volatile @Nullable Throwable broken;
  private volatile boolean awaiting;
  private volatile @Nullable Signal asleepFor;
  private volatile boolean woken;

  // By the lease: the run, of which `next` to `count` is still to be dealt with.
  private final Lease lease = new Lease();
  private int next;
  private int count;

  // Confined to the drain.
  private Step step = Step.TAKE;
  private int answer;
  private int handedOver;
  private int runLength = 1;
  private long runStarted;
  private boolean tired;
  private final Pause pause = new Pause();
  private @Nullable T value;
  private @Nullable Throwable undecodable;
  private @Nullable LetterRefusedException refused;

  ReceiveSubscription(
      Receiving<T> receiving, CoreSubscriber<? super O> actual, ReceiveOptions options) {
    this.receiving = receiving;
    this.actual = actual;
    this.options = options;
    this.run = receiving.engine.takeRun(Math.min(LONGEST_RUN, options.maxInFlight()), this);
    this.endWatch = new EndWatch(receiving.engine, this::signal);
    this.mayAnswerLater = !receiving.engine.answersAtOnce();
    Scheduler scheduler = options.scheduler();
    this.worker =
        scheduler == Schedulers.immediate()
            ? null
            : (scheduler == null ? Schedulers.parallel() : scheduler).createWorker();
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

  /** Gives back what was handed over but not settled, in order. On any thread, more than once. */
  abstract void giveBackHandedOver();

  // --- signals, from any thread
  // -----------------------------------------------------------------------------------

  /**
   * Makes a subscription and starts it. A handle whose JVM has left the queue has no run to give,
   * which is told as every failure is: subscribing does not throw.
   */
  static void start(
      CoreSubscriber<?> actual, Supplier<? extends ReceiveSubscription<?, ?>> subscription) {
    ReceiveSubscription<?, ?> made;
    try {
      made = subscription.get();
    } catch (QueueClosedException e) {
      Operators.error(actual, e);
      return;
    }
    made.start();
  }

  private void start() {
    if (receiving.scope.enter(this)) {
      actual.onSubscribe(this);
      // Also without demand: it may be over.
      execute(true);
    } else {
      disposeWorker();
      Operators.error(actual, receiving.scope.handleClosed());
    }
  }

  @Override
  public final void request(long n) {
    if (n <= 0) {
      breakWith(
          new IllegalArgumentException(
              "§3.9 violated: positive request amount required but it was " + n));
    } else {
      Operators.addCap(REQUESTED, this, n);
      if (signals.getAndIncrement() == 0) {
        execute(true);
      }
    }
  }

  @Override
  public final void cancel() {
    holders.incrementAndGet();
    cancelled = true;
    giveUp();
  }

  @Override
  public final void handleClosed() {
    holders.incrementAndGet();
    closed = true;
    giveUp();
  }

  /** Held before it is seen to be over: so the drain leaves the claims to this thread. */
  private void giveUp() {
    try {
      returnClaims();
    } finally {
      leave();
      signal();
    }
  }

  /**
   * What is claimed goes back at once, though the drain may be inside the subscriber, or kept from
   * running by its scheduler.
   */
  private void returnClaims() {
    try {
      giveBackHandedOver();
    } catch (RuntimeException e) {
      broken = e;
    }
    if (lease.takeOver()) {
      try {
        giveBackRun();
      } catch (RuntimeException e) {
        broken = e;
      }
      if (lease.handBack()) {
        execute(false);
      }
    }
  }

  private void leave() {
    if (holders.decrementAndGet() == 0) {
      receiving.scope.leave(this);
    }
  }

  private void giveBackRun() {
    int from = next;
    next = count;
    for (int item = from; item < count; item++) {
      run.giveBack(item, false);
    }
  }

  private void breakWith(Throwable failure) {
    broken = failure;
    signal();
  }

  @Override
  public final void answered(int result, @Nullable Throwable failure) {
    answer = failure == null ? result : FAILED;
    if (failure != null) {
      broken = failure;
    }
    awaiting = false;
    signal();
  }

  /** There may be something to do. */
  final void signal() {
    if (signals.getAndIncrement() == 0) {
      execute(false);
    }
  }

  private void execute(boolean requesting) {
    if (worker == null) {
      if (requesting) {
        run();
      } else {
        receiving.engine.execute(this);
      }
    } else if (!schedule(worker)) {
      run();
    }
  }

  /** False if the scheduler is gone: then nobody is left to be told of anything. */
  private boolean schedule(Scheduler.Worker on) {
    try {
      on.schedule(this);
      return true;
    } catch (RejectedExecutionException e) {
      cancelled = true;
      return false;
    }
  }

  private final class Wake extends Waiter {
    @Override
    protected void wake() {
      woken = true;
      asleepFor = null;
      signal();
    }
  }

  // --- the drain
  // --------------------------------------------------------------------------------------------------

  @Override
  public final void run() {
    int seen = 1;
    do {
      if (worksOnLater()) {
        return;
      }
      seen = signals.addAndGet(-seen);
    } while (seen != 0);
  }

  /** True if this thread is to go though signals are left: the drain goes on elsewhere. */
  private boolean worksOnLater() {
    Then then = Then.GO_ON;
    while (then == Then.GO_ON) {
      try {
        then = tired && letOthersWork() ? Then.LEAVE : step();
      } catch (Throwable e) {
        endWith(e);
        Exceptions.throwIfFatal(e);
        then = Then.WAIT;
      }
    }
    return then == Then.LEAVE;
  }

  private void endWith(Throwable failure) {
    if (step == Step.OVER) {
      Operators.onErrorDropped(failure, actual.currentContext());
    } else {
      broken = failure;
      over();
    }
  }

  /** Subscriptions share their scheduler's threads: a slow one takes its turn anew. */
  private boolean letOthersWork() {
    tired = false;
    run.finish();
    return worker != null && schedule(worker);
  }

  /** Does what comes next. */
  private Then step() {
    if (awaiting || step == Step.OVER) {
      return Then.WAIT;
    }
    // What is settled cannot go back: it is handed over whatever has happened meanwhile.
    boolean settled = step == Step.SETTLED && answer != FAILED;
    if (!settled && (cancelled || closed || broken != null)) {
      // Whoever ends it is giving back, undisturbed so that the order stays, and signals then.
      if (holders.get() == 1) {
        over();
      }
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

  private Then take() {
    // What the closing of the handle gives back is for others.
    if (receiving.scope.isClosed()) {
      return Then.WAIT;
    }
    long demand = Math.min(requested, Math.min(allowance(), runLength));
    if (demand == 0) {
      run.finish();
      passOn();
      return listenForEnd();
    }
    if (woken) {
      woken = false;
    }
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
    if (!receiving.engine.isClosed()) {
      return Then.WAIT;
    }
    if (receiving.engine.isSettled()) {
      over();
      return Then.WAIT;
    }
    return sleep(Signal.SETTLED);
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
      stayAwake();
      pause.progress();
      step = Step.ITEM;
      next = 0;
      count = result;
      runStarted = System.nanoTime();
      return Then.GO_ON;
    }
    if (result == Engine.CLOSED) {
      over();
      return Then.WAIT;
    }
    Throwable failure = nothingThere();
    if (failure != null) {
      broken = failure;
      return Then.GO_ON;
    }
    return sleep(result == Engine.NONE ? Signal.ITEMS : Signal.SETTLED);
  }

  /** Adds the waiter, if it is not there yet, which calls for one more look. */
  private Then sleep(Signal signal) {
    if (asleepFor != null && asleepFor != signal) {
      stayAwake();
    }
    if (asleepFor != null) {
      return Then.WAIT;
    }
    if (pause.isWorthwhile(worker != null)) {
      return Then.GO_ON;
    }
    asleepFor = signal;
    receiving.engine.await(signal, waiter);
    return Then.GO_ON;
  }

  /** Takes the waiter out; if somebody else has, its wake is on its way, and ends the sleep. */
  private void stayAwake() {
    Signal asleep = asleepFor;
    if (asleep != null && receiving.engine.cancel(asleep, waiter)) {
      asleepFor = null;
    }
  }

  /** Woken, but not taking: another consumer shall. */
  private void passOn() {
    if (woken) {
      woken = false;
      receiving.engine.passOn(Signal.ITEMS);
    }
  }

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
        return undecodable(e);
      }
      if (cancelled || closed || broken != null) {
        return Then.GO_ON;
      }
      if (!mayHandOver()) {
        cancelled = true;
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
    if (receiving.mayBlock(run, next)) {
      return readElsewhere();
    }
    try {
      value = receiving.decoder.decode(run, next);
    } catch (CodecException e) {
      return undecodable(e);
    }
    return handOverOrDrop();
  }

  private Then undecodable(CodecException failure) {
    if (receiving.goesToDeadLetters(options)) {
      return readElsewhere();
    }
    undecodable = failure;
    return handOverOrDrop();
  }

  private Then readElsewhere() {
    awaitAnswer(Step.READ);
    Schedulers.boundedElastic().schedule(this::readBlocking);
    return Then.WAIT;
  }

  /** Files are read, and dead letters written, on a thread that may block. */
  private void readBlocking() {
    try {
      value = receiving.readOrBury(run, next, options);
      answered(1, null);
    } catch (CodecException e) {
      undecodable = e;
      answered(1, null);
    } catch (LetterRefusedException e) {
      refused = e;
      answered(1, null);
    } catch (Throwable e) {
      answered(0, e);
      Exceptions.throwIfFatal(e);
    }
  }

  private Then handOverOrDrop() {
    step = Step.ITEM;
    if (refused != null) {
      return returnLater(refused);
    }
    T decoded = value;
    if (decoded != null) {
      if (cancelled || !mayHandOver()) {
        cancelled = true;
        return Then.GO_ON;
      }
      if (!settlesFirst()) {
        value = null;
        return emit(decoded);
      }
    }
    return settle();
  }

  /** The dead letters do not accept the item: nobody here can handle it, so others come first. */
  private Then returnLater(LetterRefusedException failure) {
    refused = null;
    receiving.returnLater(run.detach(next));
    dealtWith();
    Operators.onErrorDropped(failure, actual.currentContext());
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
    T decoded = value;
    value = null;
    if (decoded != null && result != Engine.NONE) {
      return emit(decoded);
    }
    if (undecodable != null && options.decodeFailure() != ReceiveOptions.DecodeFailure.SKIP) {
      broken = undecodable;
    }
    undecodable = null;
    dealtWith();
    return Then.GO_ON;
  }

  private Then emit(T decoded) {
    O output = output(next, decoded);
    int length = count;
    handedOver++;
    dealtWith();
    if (next < count && isLendable()) {
      return emitLending(output);
    }
    actual.onNext(output);
    if (step == Step.TAKE) {
      adapt(length);
    }
    return Then.GO_ON;
  }

  private boolean isLendable() {
    return count <= LONGEST_LENT
        || !settlesFirst()
        || worker != null && options.scheduler() != null;
  }

  private Then emitLending(O output) {
    lease.lend();
    Throwable thrown = null;
    try {
      if (cancelled || closed) {
        returnClaims();
      }
      actual.onNext(output);
    } catch (Throwable e) {
      thrown = e;
      broken = e;
    }
    if (!lease.takeBack()) {
      return Then.LEAVE;
    }
    if (thrown != null) {
      Exceptions.throwIfFatal(thrown);
    }
    return Then.GO_ON;
  }

  /**
   * The present item needs no more care; after a run's last one the run is finished, before that is
   * handed over.
   */
  private void dealtWith() {
    if (++next == count) {
      boolean inFullFlow = count == LONGEST_RUN;
      settleAccounts();
      if (inFullFlow) {
        run.finishAndGoOn();
      } else {
        run.finish();
      }
      step = Step.TAKE;
    }
  }

  private void adapt(int length) {
    long nanos = System.nanoTime() - runStarted;
    runLength =
        nanos < QUICK_NANOS * length ? Math.min(LONGEST_RUN, runLength * 2) : (runLength + 3) / 4;
    tired = nanos > TIRING_NANOS;
  }

  private void settleAccounts() {
    count = 0;
    next = 0;
    Operators.produced(REQUESTED, this, handedOver);
    handedOver = 0;
  }

  // --- the end
  // ----------------------------------------------------------------------------------------------------

  private void over() {
    if (step == Step.OVER) {
      return;
    }
    if (step == Step.TAKEN && answer > 0) {
      count = answer;
    }
    step = Step.OVER;
    try {
      giveBackHandedOver();
      giveBackRun();
      settleAccounts();
      run.finish();
      stayAwake();
      endWatch.end();
      woken |= asleepFor != null;
      passOn();
    } finally {
      leave();
      disposeWorker();
      tellEnd();
    }
  }

  private void tellEnd() {
    if (cancelled) {
      return;
    }
    Throwable failure = closed ? receiving.scope.handleClosed() : broken;
    if (failure == null) {
      failure = receiving.scope.failure();
    }
    if (failure == null) {
      actual.onComplete();
    } else {
      actual.onError(failure);
    }
  }

  private void disposeWorker() {
    if (worker != null) {
      worker.dispose();
    }
  }
}
