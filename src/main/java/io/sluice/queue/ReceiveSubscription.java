package io.sluice.queue;

import io.sluice.CodecException;
import io.sluice.SluiceException;
import io.sluice.ring.Engine;
import io.sluice.ring.Signal;
import io.sluice.ring.TakeRun;
import io.sluice.ring.Waiter;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
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
 *   TAKE ---- run taken ----&gt; ITEM ---- last item handed over ----&gt; TAKE
 *    |  nothing: add the waiter, look once more, sleep
 *    \- stream over, cancelled, closed: give back from {@code next} on ----&gt; OVER
 * </pre>
 *
 * <p>A run begins with one item and doubles while items are handed over quickly, so that a slow
 * consumer holds no more than the item it is busy with.
 *
 * @param <T> the items' type
 * @param <O> what is handed over
 */
abstract class ReceiveSubscription<T, O>
    implements Subscription, Scope.Member, Engine.Answer, Runnable {
  private static final int LONGEST_RUN = 64;
  private static final long QUICK_NANOS = 20_000;

  @SuppressWarnings("rawtypes")
  private static final AtomicLongFieldUpdater<ReceiveSubscription> REQUESTED =
      AtomicLongFieldUpdater.newUpdater(ReceiveSubscription.class, "requested");

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
  private final AtomicInteger signals = new AtomicInteger();
  private final Waiter waiter = new Wake();
  private volatile long requested;
  private volatile boolean cancelled;
  private volatile boolean closed;
  private volatile @Nullable Throwable broken;
  private volatile boolean awaiting;
  private volatile @Nullable Signal asleepFor;

  // Confined to the drain.
  private Step step = Step.TAKE;
  private int answer;
  private int next;
  private int count;
  private int handedOver;
  private int runLength = 1;
  private long runStarted;
  private @Nullable T value;

  ReceiveSubscription(
      Receiving<T> receiving, CoreSubscriber<? super O> actual, ReceiveOptions options) {
    this.receiving = receiving;
    this.actual = actual;
    this.options = options;
    this.mayAnswerLater = !receiving.engine.answersAtOnce();
    this.run = receiving.engine.takeRun(LONGEST_RUN, this);
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

  /** What is handed over for the item, which is settled if {@link #settlesFirst}. */
  abstract O output(int item, T decoded);

  /** Gives back what was handed over but not settled. */
  abstract void giveBackHandedOver();

  // --- signals, from any thread
  // -----------------------------------------------------------------------------------

  final void start() {
    if (receiving.scope.enter(this)) {
      actual.onSubscribe(this);
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
    cancelled = true;
    signal();
  }

  @Override
  public final void handleClosed() {
    closed = true;
    signal();
  }

  private void breakWith(Throwable failure) {
    broken = failure;
    signal();
  }

  @Override
  public final void answered(int result, @Nullable Throwable failure) {
    answer = result;
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
      return;
    }
    try {
      worker.schedule(this);
    } catch (RejectedExecutionException e) {
      // The scheduler is gone: what was claimed goes back from here, and nobody is left to be told
      // on.
      cancelled = true;
      run();
    }
  }

  private final class Wake extends Waiter {
    @Override
    protected void wake() {
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
      try {
        boolean more = true;
        while (more) {
          more = step();
        }
      } catch (RuntimeException | InternalError e) {
        broken = e;
        over();
      }
      seen = signals.addAndGet(-seen);
    } while (seen != 0);
  }

  /** Does what comes next; false if that has to wait for a signal. */
  private boolean step() {
    if (awaiting || step == Step.OVER) {
      return false;
    }
    if (cancelled || closed || broken != null) {
      over();
      return false;
    }
    return switch (step) {
      case TAKE -> take();
      case TAKEN -> taken(answer);
      case ITEM -> read();
      case READ -> readSlowly(answer);
      case SETTLED -> settled(answer);
      case OVER -> false;
    };
  }

  private boolean take() {
    long demand = Math.min(requested, Math.min(allowance(), runLength));
    if (demand == 0) {
      return false;
    }
    awaitAnswer(Step.TAKEN);
    int result = run.take((int) demand);
    return result != Engine.LATER && answeredNow() && taken(result);
  }

  /**
   * Before an operation that may be answered later: two volatile writes that an engine which
   * answers at once is spared.
   */
  private void awaitAnswer(Step then) {
    step = then;
    if (mayAnswerLater) {
      awaiting = true;
    }
  }

  private boolean answeredNow() {
    if (mayAnswerLater) {
      awaiting = false;
    }
    return true;
  }

  private boolean taken(int result) {
    step = Step.TAKE;
    if (result > 0) {
      stayAwake();
      step = Step.ITEM;
      next = 0;
      count = result;
      runStarted = System.nanoTime();
      return true;
    }
    if (result == Engine.CLOSED) {
      over();
      return false;
    }
    return sleep(result == Engine.NONE ? Signal.ITEMS : Signal.SETTLED);
  }

  /** Adds the waiter, if it is not there yet, which calls for one more look. */
  private boolean sleep(Signal signal) {
    if (asleepFor == signal) {
      return false;
    }
    stayAwake();
    asleepFor = signal;
    receiving.engine.await(signal, waiter);
    return true;
  }

  private void stayAwake() {
    Signal asleep = asleepFor;
    if (asleep != null) {
      asleepFor = null;
      receiving.engine.cancel(asleep, waiter);
    }
  }

  private boolean read() {
    if (receiving.isExhausted(run.earlierDeliveries(next))
        || run.length(next) > receiving.engine.quickItemSize()) {
      readElsewhere();
      return false;
    }
    try {
      return handOver(receiving.decoder.decode(run, next));
    } catch (CodecException e) {
      return undecodable(e);
    }
  }

  private boolean handOver(T decoded) {
    if (cancelled || !mayHandOver()) {
      cancelled = true;
      return true;
    }
    if (!settlesFirst()) {
      return emit(decoded);
    }
    value = decoded;
    awaitAnswer(Step.SETTLED);
    int result = run.settle(next);
    return result != Engine.LATER && answeredNow() && settled(result);
  }

  private boolean settled(int result) {
    T decoded = value;
    value = null;
    step = Step.ITEM;
    if (result == Engine.NONE || decoded == null) {
      return dealtWith();
    }
    return emit(decoded);
  }

  private boolean emit(T decoded) {
    step = Step.ITEM;
    int length = count;
    O output = output(next, decoded);
    handedOver++;
    dealtWith();
    actual.onNext(output);
    if (step == Step.TAKE) {
      adapt(length);
    }
    return true;
  }

  /**
   * The present item needs no more care; after a run's last one the run is finished, before that is
   * handed over.
   */
  private boolean dealtWith() {
    if (++next == count) {
      finishRun();
      step = Step.TAKE;
    }
    return true;
  }

  private void adapt(int length) {
    long nanos = System.nanoTime() - runStarted;
    runLength =
        nanos < QUICK_NANOS * length ? Math.min(LONGEST_RUN, runLength * 2) : (runLength + 3) / 4;
  }

  private void finishRun() {
    run.finish();
    count = 0;
    next = 0;
    Operators.produced(REQUESTED, this, handedOver);
    handedOver = 0;
  }

  // --- what cannot be read here
  // -----------------------------------------------------------------------------------

  private static final int READ_VALUE = 1;
  private static final int READ_NOTHING = 0;

  /** Files are read, and dead letters written, on a thread that may block. */
  private void readElsewhere() {
    step = Step.READ;
    awaiting = true;
    Schedulers.boundedElastic()
        .schedule(
            () -> {
              try {
                answered(readBlocking(), null);
              } catch (RuntimeException | InternalError e) {
                answered(READ_NOTHING, e);
              }
            });
  }

  private int readBlocking() {
    if (receiving.isExhausted(run.earlierDeliveries(next))) {
      bury();
      return READ_NOTHING;
    }
    try {
      value = receiving.decoder.decode(run, next);
      return READ_VALUE;
    } catch (CodecException e) {
      if (options.decodeFailure() == ReceiveOptions.DecodeFailure.DEAD_LETTER
          && receiving.deadLetters.exist()) {
        bury();
      } else {
        drop();
        if (options.decodeFailure() != ReceiveOptions.DecodeFailure.SKIP) {
          throw e;
        }
      }
      return READ_NOTHING;
    }
  }

  private void bury() {
    if (receiving.deadLetters.exist()
        && !receiving.deadLetters.accept(DeadLetters.letter(run, next))) {
      run.giveBack(next, false);
      throw new SluiceException("the dead letters' queue does not accept an item");
    }
    drop();
  }

  private void drop() {
    if (run.settle(next) == Engine.LATER) {
      throw new IllegalStateException("an engine that answers later has no dead letters");
    }
  }

  private boolean readSlowly(int result) {
    step = Step.ITEM;
    T decoded = value;
    value = null;
    return result == READ_VALUE && decoded != null ? handOver(decoded) : dealtWith();
  }

  private boolean undecodable(CodecException failure) {
    if (options.decodeFailure() == ReceiveOptions.DecodeFailure.DEAD_LETTER
        && receiving.deadLetters.exist()) {
      readElsewhere();
      return false;
    }
    drop();
    if (options.decodeFailure() == ReceiveOptions.DecodeFailure.SKIP) {
      return dealtWith();
    }
    next++;
    broken = failure;
    over();
    return false;
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
      stayAwake();
      for (int item = next; item < count; item++) {
        run.giveBack(item, false);
      }
      finishRun();
      giveBackHandedOver();
    } finally {
      receiving.scope.leave(this);
      tellEnd();
      disposeWorker();
    }
  }

  private void tellEnd() {
    if (cancelled) {
      return;
    }
    Throwable failure = broken;
    if (failure == null) {
      failure = closed ? receiving.scope.handleClosed() : receiving.scope.failure();
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
