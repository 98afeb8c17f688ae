package io.sluice.queue;

import io.sluice.ring.Claim;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

/** A claimed item on its way to the dead letters: accepted there first, settled here then. */
final class DeadLetter<T> implements Scope.Member {
  private final Receiving<T> receiving;
  private final Claim claim;
  private final Context context;

  DeadLetter(Receiving<T> receiving, Claim claim, Context context) {
    this.receiving = receiving;
    this.claim = claim;
    this.context = context;
  }

  /** Goes on a thread that may block. What the dead letters do not accept comes back later. */
  void send() {
    if (receiving.scope.enter(this)) {
      Schedulers.boundedElastic().schedule(this::sendBlocking);
    } else {
      claim.giveBack(true);
    }
  }

  private void sendBlocking() {
    boolean accepted = false;
    try {
      receiving.deadLetters.accept(claim.payload());
      accepted = true;
    } catch (RuntimeException e) {
      Operators.onErrorDropped(e, context);
    } finally {
      end(accepted);
    }
  }

  private void end(boolean accepted) {
    try {
      if (accepted) {
        claim.settle();
      } else {
        receiving.returnLater(claim);
      }
    } finally {
      receiving.scope.leave(this);
    }
  }

  @Override
  public void handleClosed() {
    // It is under way, and the handle waits for it.
  }
}
