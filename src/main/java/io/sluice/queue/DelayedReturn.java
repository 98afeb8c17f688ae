package io.sluice.queue;

import io.sluice.ring.Claim;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Schedulers;

/** An item that waits for its return; the end of the handle ends the wait. */
final class DelayedReturn implements Scope.Member {
  private final Scope scope;
  private final Claim claim;
  private final AtomicBoolean returned = new AtomicBoolean();
  private final Disposable.Swap timer = Disposables.swap();

  DelayedReturn(Scope scope, Claim claim) {
    this.scope = scope;
    this.claim = claim;
  }

  void in(long nanos) {
    if (scope.enter(this)) {
      timer.update(Schedulers.parallel().schedule(this::giveBack, nanos, TimeUnit.NANOSECONDS));
    } else {
      giveBack();
    }
  }

  private void giveBack() {
    if (!returned.getAndSet(true)) {
      try {
        claim.giveBack(true);
      } finally {
        scope.leave(this);
      }
    }
  }

  @Override
  public void handleClosed() {
    giveBack();
    timer.dispose();
  }
}
