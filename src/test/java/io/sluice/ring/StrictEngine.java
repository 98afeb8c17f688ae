package io.sluice.ring;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Watches whether an engine's caller keeps its side of the contract, for what an engine forgives
 * today another may not: runs are used by one operation at a time, each item is dealt with once,
 * before the run is finished; a waiter is in one list; a handle that is closed has left no waiter
 * and no claim behind.
 */
public final class StrictEngine extends ForwardingEngine {
  private final List<String> violations = new CopyOnWriteArrayList<>();
  private final Set<PutRun> busy = Collections.newSetFromMap(new ConcurrentHashMap<>());
  private final Map<Waiter, Watched> waiting = Collections.synchronizedMap(new IdentityHashMap<>());
  private final AtomicInteger claims = new AtomicInteger();
  private final AtomicInteger running = new AtomicInteger();
  private volatile boolean closed;

  /**
   * Watches over an engine.
   *
   * @param engine any
   */
  public StrictEngine(Engine engine) {
    super(engine);
  }

  /**
   * What was done that must not be.
   *
   * @return what, and where
   */
  public List<String> violations() {
    return violations;
  }

  /**
   * How many waiters are in the lists.
   *
   * @return 0 or more
   */
  public int waiting() {
    return waiting.size();
  }

  private void expect(boolean kept, String rule) {
    if (!kept) {
      StackTraceElement[] stack = new Throwable().getStackTrace();
      violations.add(rule + ": " + Arrays.stream(stack).skip(2).limit(8).toList());
    }
  }

  @Override
  public int put(PutRun items, Answer answer) {
    expect(!closed, "nothing is put through a closed handle");
    expect(items.count() > 0, "a put has an item at least");
    expect(busy.add(items), "a run is for one operation at a time");
    int result = LATER;
    try {
      result =
          engine.put(
              items,
              (later, failure) -> {
                busy.remove(items);
                answer.answered(later, failure);
              });
      return result;
    } finally {
      if (engine.answersAtOnce()) {
        busy.remove(items);
      }
    }
  }

  @Override
  public TakeRun takeRun(int most, Answer answer) {
    expect(most >= 1 && most <= 64, "a run is for 1 to 64 items");
    return new StrictRun(most, answer);
  }

  @Override
  public void await(Signal signal, Waiter waiter) {
    Watched watched = new Watched(signal, waiter);
    expect(waiting.put(waiter, watched) == null, "a waiter is in one list at most");
    engine.await(signal, watched);
  }

  @Override
  public boolean cancel(Signal signal, Waiter waiter) {
    Watched watched = waiting.get(waiter);
    if (watched == null) {
      return false;
    }
    boolean cancelled = engine.cancel(signal, watched);
    expect(!cancelled || watched.signal == signal, "a waiter is cancelled where it waits");
    if (watched.signal == signal) {
      // Out of the list also where whoever wakes it has not come to that yet.
      waiting.remove(waiter, watched);
    }
    return cancelled;
  }

  @Override
  public CompletionStage<Void> close() {
    expect(!closed, "a handle is closed once");
    closed = true;
    expect(waiting.isEmpty(), "no waiter is left at the end");
    expect(claims.get() == 0, "no claim is left at the end");
    expect(running.get() == 0, "no run is left at the end");
    return engine.close();
  }

  /** In the list on behalf of another. */
  private final class Watched extends Waiter {
    private final Signal signal;
    private final Waiter waiter;

    Watched(Signal signal, Waiter waiter) {
      this.signal = signal;
      this.waiter = waiter;
    }

    @Override
    protected void wake() {
      waiting.remove(waiter, this);
      waiter.wake();
    }
  }

  /** A run and what became of its items. */
  private final class StrictRun implements TakeRun {
    private static final int FINISHED = -1;

    private final TakeRun run;
    private final int most;
    private final boolean[] dealtWith;
    private volatile boolean pending;
    private volatile int taken = FINISHED;
    private volatile int settling = FINISHED;

    StrictRun(int most, Answer answer) {
      this.most = most;
      this.dealtWith = new boolean[most];
      this.run =
          engine.takeRun(
              most,
              (result, failure) -> {
                pending = false;
                if (settling == FINISHED) {
                  taken(failure == null ? result : NONE);
                } else {
                  settled(failure == null ? result : LATER);
                }
                answer.answered(result, failure);
              });
    }

    private void idle() {
      expect(!pending, "until it has answered the run is the engine's");
    }

    @Override
    public int take(int count) {
      idle();
      expect(!closed, "nothing is taken through a closed handle");
      expect(taken == FINISHED, "a run is finished before it takes again");
      expect(count >= 1 && count <= most, "a take asks for what the run was made for");
      pending = true;
      settling = FINISHED;
      int result;
      try {
        result = run.take(count);
      } catch (RuntimeException e) {
        pending = false;
        throw e;
      }
      if (result != LATER) {
        pending = false;
        taken(result);
      }
      return result;
    }

    private void taken(int result) {
      if (result > 0) {
        claims.addAndGet(result);
        running.incrementAndGet();
        Arrays.fill(dealtWith, false);
        taken = result;
      }
    }

    @Override
    public int settle(int item) {
      idle();
      deal(item);
      pending = true;
      settling = item;
      int result;
      try {
        result = run.settle(item);
      } catch (RuntimeException e) {
        pending = false;
        settled(LATER);
        throw e;
      }
      if (result != LATER) {
        pending = false;
        settled(result);
      }
      return result;
    }

    /** After a failure nobody knows, and the item may be given back. */
    private void settled(int result) {
      int item = settling;
      settling = FINISHED;
      if (result == LATER) {
        dealtWith[item] = false;
      } else {
        claims.decrementAndGet();
      }
    }

    private void deal(int item) {
      expect(item >= 0 && item < taken, "an item of the run");
      if (item >= 0 && item < taken) {
        expect(!dealtWith[item], "an item is dealt with once");
        dealtWith[item] = true;
      }
    }

    @Override
    public void giveBack(int item, boolean delivered) {
      idle();
      deal(item);
      run.giveBack(item, delivered);
      claims.decrementAndGet();
    }

    @Override
    public Claim detach(int item) {
      idle();
      deal(item);
      return new StrictClaim(run.detach(item));
    }

    @Override
    public void finish() {
      idle();
      for (int item = 0; item < taken; item++) {
        expect(dealtWith[item], "every item is dealt with before the run is finished");
      }
      if (taken != FINISHED) {
        running.decrementAndGet();
      }
      taken = FINISHED;
      run.finish();
    }

    @Override
    public int earlierDeliveries(int item) {
      idle();
      return run.earlierDeliveries(item);
    }

    @Override
    public int length(int item) {
      idle();
      return run.length(item);
    }

    @Override
    public ByteBuffer payload(int item) {
      idle();
      return run.payload(item);
    }
  }

  private final class StrictClaim implements Claim {
    private final Claim claim;

    StrictClaim(Claim claim) {
      this.claim = claim;
    }

    @Override
    public int earlierDeliveries() {
      return claim.earlierDeliveries();
    }

    @Override
    public byte[] payload() {
      return claim.payload();
    }

    @Override
    public boolean settle() {
      return counted(claim.settle());
    }

    @Override
    public boolean giveBack(boolean delivered) {
      return counted(claim.giveBack(delivered));
    }

    private boolean counted(boolean first) {
      if (first) {
        claims.decrementAndGet();
      }
      return first;
    }
  }
}
