package io.sluice.queue;

import io.sluice.ring.Claim;
import reactor.core.scheduler.Schedulers;

/** A claimed item on its way to the dead letters: accepted there first, settled here then. */
final class DeadLetter<T> implements Scope.Member {
  private final Receiving<T> receiving;
  private final Claim claim;

  DeadLetter(Receiving<T> receiving, Claim claim) {
    this.receiving = receiving;
    this.claim = claim;
  }

  /** Goes on a thread that may block. What the dead letters do not accept goes back. */
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
      accepted = receiving.deadLetters.accept(claim.payload());
    } finally {
      if (accepted) {
        claim.settle();
      } else {
        claim.giveBack(true);
      }
      receiving.scope.leave(this);
    }
  }

  @Override
  public void handleClosed() {
    // It is under way, and the handle waits for it.
  }
}
