package io.sluice.queue;

import io.sluice.ring.Engine;
import io.sluice.ring.PutRun;
import io.sluice.ring.Signal;
import io.sluice.ring.Waiter;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;
import reactor.util.concurrent.Queues;
import reactor.util.context.Context;

/**
 * Puts a publisher's items: requests what there is room for, encodes what arrives, puts it in runs,
 * waits when the queue is full.
 *
 * <p>Upstream's thread only queues items and raises {@code signals}; who raises it from 0 drains (a
 * WIP drain): the upstream's thread, or after a wake-up one of {@code Schedulers.parallel()}. The
 * drain requests from within, so a synchronous source fills the whole request before the drain goes
 * on, and its items go in runs.
 */
final class SendAll<T>
    implements CoreSubscriber<T>, Subscription, Scope.Member, Engine.Answer, Runnable {
  private static final int PREFETCH = 256;
  private static final int LONGEST_RUN = 64;

  /** So many bytes end a run: more at once saves nothing, and is memory. */
  private static final int LARGEST_RUN = 256 << 10;

  /** A run that grew beyond this is not kept for the next items. */
  private static final int LARGEST_KEPT = 4 << 20;

  private final Scope scope;
  private final Engine engine;
  private final Encoder<T> encoder;
  private final CoreSubscriber<? super Void> actual;
  // The subscriber has to know its subscription before anything else: onSubscribe is the first.
  private final AtomicInteger signals = new AtomicInteger(1);
  private final AtomicReference<@Nullable Subscription> upstream = new AtomicReference<>();
  private final Queue<T> arrived = Queues.<T>get(PREFETCH).get();
  private final Waiter waiter =
      new Waiter() {
        @Override
        protected void wake() {
          asleep = false;
          woken = true;
          signalElsewhere();
        }
      };
  // A publisher that is silent is to hear of the stream's end as well.
  private final EndWatch endWatch;

  /** The drain's thread while it requests: a source may emit within that call. */
  private volatile @Nullable Thread requesting;

  private volatile boolean asleep;
  private volatile boolean woken;
  private volatile boolean awaiting;
  private volatile boolean upstreamDone;
  private volatile @Nullable Throwable upstreamFailure;
  private volatile boolean cancelled;
  private volatile boolean closed;

  // Confined to the drain. `encoded` are the items of `run`, kept for onDiscard.
  private PutRun run = new PutRun();
  private final ArrayDeque<T> encoded = new ArrayDeque<>();
  private @Nullable Throwable unencodable;
  private @Nullable Throwable failure;
  private boolean over;
  private boolean answerCame;
  private boolean elsewhere;
  private final Pause pause = new Pause();
  private int answer;
  private @Nullable Throwable answeredFailure;
  private long expected;

  SendAll(Scope scope, Encoder<T> encoder, CoreSubscriber<? super Void> actual) {
    this.scope = scope;
    this.engine = scope.engine();
    this.endWatch = new EndWatch(engine, this::signalElsewhere);
    this.encoder = encoder;
    this.actual = actual;
  }

  @Override
  public Context currentContext() {
    return actual.currentContext();
  }

  // --- from upstream
  // ----------------------------------------------------------------------------------------------

  @Override
  public void onSubscribe(Subscription subscription) {
    Objects.requireNonNull(subscription, "subscription");
    if (!upstream.compareAndSet(null, subscription)) {
      subscription.cancel();
    } else if (scope.enter(this)) {
      actual.onSubscribe(this);
      drain(false);
    } else {
      over = true;
      subscription.cancel();
      Operators.error(actual, scope.handleClosed());
      drain(false);
    }
  }

  @Override
  public void onNext(T item) {
    Objects.requireNonNull(item, "item");
    if (upstreamDone) {
      Operators.onNextDropped(item, currentContext());
    } else if (arrived.offer(item)) {
      // The drain looks once its request has returned.
      if (requesting != Thread.currentThread()) {
        signal();
      }
    } else {
      Operators.onDiscard(item, currentContext());
      end(new IllegalStateException("more items than were requested"));
    }
  }

  private void end(@Nullable Throwable why) {
    upstreamFailure = why;
    upstreamDone = true;
    signal();
  }

  @Override
  public void onError(Throwable why) {
    Objects.requireNonNull(why, "why");
    if (upstreamDone) {
      Operators.onErrorDropped(why, currentContext());
    } else {
      end(why);
    }
  }

  @Override
  public void onComplete() {
    if (!upstreamDone) {
      end(null);
    }
  }

  // --- from downstream, the engine and the handle
  // -----------------------------------------------------------------

  @Override
  public void request(long n) {
    // There is nothing to request: it completes without a value.
  }

  @Override
  public void cancel() {
    cancelled = true;
    cancelUpstream();
    if (awaiting) {
      engine.giveUp(this);
    }
    signal();
  }

  private void cancelUpstream() {
    Subscription subscription = upstream.getAndSet(Operators.cancelledSubscription());
    if (subscription != null) {
      subscription.cancel();
    }
  }

  @Override
  public void handleClosed() {
    closed = true;
    signal();
  }

  @Override
  public void answered(int result, @Nullable Throwable thrown) {
    answer = thrown == null ? result : Engine.NONE;
    answeredFailure = thrown;
    answerCame = true;
    awaiting = false;
    signalElsewhere();
  }

  private void signal() {
    if (signals.getAndIncrement() == 0) {
      drain(false);
    }
  }

  private void signalElsewhere() {
    if (signals.getAndIncrement() == 0) {
      Schedulers.parallel().schedule(this);
    }
  }

  // --- the drain
  // --------------------------------------------------------------------------------------------------

  @Override
  public void run() {
    drain(true);
  }

  /** Here on the upstream's thread, which is not to be kept, or elsewhere on a scheduler's. */
  private void drain(boolean scheduled) {
    elsewhere = scheduled;
    int seen = 1;
    do {
      try {
        boolean more = true;
        while (more) {
          more = step();
        }
      } catch (Throwable e) {
        endWith(e);
        Exceptions.throwIfFatal(e);
      }
      seen = signals.addAndGet(-seen);
    } while (seen != 0);
  }

  private void endWith(Throwable why) {
    if (over) {
      Operators.onErrorDropped(why, currentContext());
    } else {
      failure = why;
      over();
    }
  }

  /** Does what comes next; false if that has to wait for a signal. */
  private boolean step() {
    if (awaiting || over) {
      discardIfOver();
      return false;
    }
    if (answerCame) {
      answerCame = false;
      failure = answeredFailure;
      return accepted(answer);
    }
    if (cancelled || closed || failure != null) {
      over();
      return false;
    }
    encodeRun();
    if (run.count() > 0) {
      return put();
    }
    if (unencodable != null || upstreamDone && arrived.isEmpty()) {
      over();
      return false;
    }
    return requestMore();
  }

  /** Fills the run: a large item ends it, and many bytes do. */
  private void encodeRun() {
    if (run.count() == 0 && run.capacity() > LARGEST_KEPT) {
      run = new PutRun();
    }
    while (unencodable == null
        && encoded.size() < LONGEST_RUN
        && run.length() < LARGEST_RUN
        && !endsWithLarge()) {
      T item = arrived.poll();
      if (item == null) {
        return;
      }
      expected--;
      try {
        encoder.encode(item, run);
        encoded.add(item);
      } catch (RuntimeException e) {
        // What came before it is put nevertheless.
        unencodable = e;
        cancelUpstream();
        Operators.onDiscard(item, currentContext());
      }
    }
  }

  private boolean endsWithLarge() {
    return run.count() > 0 && run.lastLength() > engine.quickItemSize();
  }

  private boolean put() {
    if (engine.mayBlock() && endsWithLarge() && Schedulers.isInNonBlockingThread()) {
      putElsewhere();
      return false;
    }
    if (woken) {
      woken = false;
    }
    awaiting = !engine.answersAtOnce();
    int result = engine.put(run, this);
    if (result == Engine.LATER) {
      return false;
    }
    awaiting = false;
    return accepted(result);
  }

  /** Large items are written to a file each, on a thread that may block. */
  private void putElsewhere() {
    awaiting = true;
    Schedulers.boundedElastic()
        .schedule(
            () -> {
              try {
                int result = engine.put(run, this);
                if (result != Engine.LATER) {
                  answered(result, null);
                }
              } catch (Throwable e) {
                answered(Engine.NONE, e);
                Exceptions.throwIfFatal(e);
              }
            });
  }

  private boolean accepted(int result) {
    for (int i = 0; i < result; i++) {
      encoded.poll();
    }
    if (result == Engine.CLOSED) {
      failure = scope.ended();
    }
    if (result > 0) {
      pause.progress();
      return run.count() == 0 ? goOn() : waitForRest();
    }
    // While the answer was awaited another signal may have come and gone.
    return failure != null || sleep() || cancelled || closed;
  }

  private boolean goOn() {
    stayAwake();
    return true;
  }

  /** A part of the run was accepted: takers make room right now, or there is none left. */
  private boolean waitForRest() {
    if (!asleep) {
      asleep = true;
      engine.await(Signal.ROOM, waiter);
    }
    return !engine.isRoomGrowing();
  }

  private boolean requestMore() {
    endWatch.begin();
    long wanted = Math.min(PREFETCH, engine.room()) - expected;
    if (engine.isClosed()) {
      failure = scope.ended();
      return true;
    }
    if (expected > 0 && wanted < LONGEST_RUN) {
      passOn();
      return false;
    }
    if (wanted <= 0) {
      return sleep();
    }
    stayAwake();
    // Upstream may be slow: who else waits for this room is not to wait for that.
    passOn();
    expected += wanted;
    Subscription subscription = upstream.get();
    if (subscription != null) {
      requesting = Thread.currentThread();
      try {
        subscription.request(wanted);
      } finally {
        requesting = null;
      }
    }
    return !arrived.isEmpty();
  }

  /** Adds the waiter, if it is not there yet, which calls for one more look. */
  private boolean sleep() {
    if (asleep) {
      return false;
    }
    if (pause.isWorthwhile(elsewhere)) {
      return true;
    }
    asleep = true;
    engine.await(Signal.ROOM, waiter);
    return true;
  }

  private void stayAwake() {
    if (asleep && engine.cancel(Signal.ROOM, waiter)) {
      asleep = false;
    }
  }

  /** Woken, but not putting: another sender shall. */
  private void passOn() {
    if (woken) {
      woken = false;
      engine.passOn(Signal.ROOM);
    }
  }

  private void over() {
    over = true;
    if (!upstreamDone) {
      cancelUpstream();
    }
    try {
      endWatch.end();
      stayAwake();
      woken |= asleep;
      passOn();
      discardIfOver();
    } finally {
      scope.leave(this);
      tellEnd();
    }
  }

  private void discardIfOver() {
    if (over) {
      Operators.onDiscardQueueWithClear(encoded, currentContext(), null);
      Operators.onDiscardQueueWithClear(arrived, currentContext(), null);
    }
  }

  private void tellEnd() {
    if (cancelled) {
      return;
    }
    Throwable why = failure == null ? unencodable : failure;
    if (why == null) {
      why = upstreamFailure;
    }
    if (closed) {
      actual.onError(scope.handleClosed());
    } else if (why == null) {
      actual.onComplete();
    } else {
      actual.onError(why);
    }
  }
}
