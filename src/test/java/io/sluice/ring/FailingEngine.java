package io.sluice.ring;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** An engine whose next operation can be made to fail, before it has done anything. */
public final class FailingEngine extends ForwardingEngine {
  private final AtomicReference<@Nullable RuntimeException> next = new AtomicReference<>();

  /**
   * Wraps an engine.
   *
   * @param engine any
   */
  public FailingEngine(Engine engine) {
    super(engine);
  }

  /**
   * Lets one put, take or settlement fail.
   *
   * @param failure what it throws
   */
  public void failNext(RuntimeException failure) {
    next.set(failure);
  }

  private void failIfSaid() {
    RuntimeException failure = next.getAndSet(null);
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public int put(PutRun items, Answer answer) {
    failIfSaid();
    return engine.put(items, answer);
  }

  @Override
  public TakeRun takeRun(int most, Answer answer) {
    return new FailingRun(engine.takeRun(most, answer));
  }

  private final class FailingRun implements TakeRun {
    private final TakeRun run;

    FailingRun(TakeRun run) {
      this.run = run;
    }

    @Override
    public int take(int most) {
      failIfSaid();
      return run.take(most);
    }

    @Override
    public int settle(int item) {
      failIfSaid();
      return run.settle(item);
    }

    @Override
    public int earlierDeliveries(int item) {
      return run.earlierDeliveries(item);
    }

    @Override
    public int length(int item) {
      return run.length(item);
    }

    @Override
    public ByteBuffer payload(int item) {
      return run.payload(item);
    }

    @Override
    public void giveBack(int item, boolean delivered) {
      run.giveBack(item, delivered);
    }

    @Override
    public Claim detach(int item) {
      return run.detach(item);
    }

    @Override
    public void finish() {
      run.finish();
    }
  }
}
