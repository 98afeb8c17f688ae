package io.sluice.worker;

import io.sluice.PeerLostException;
import io.sluice.QueueClosedException;
import io.sluice.pipe.PipeEnd;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What a worker says. That nobody hears it any more is not its concern: it ends by other means. */
final class Outgoing {
  private final PipeEnd<Frame, Frame> end;

  Outgoing(PipeEnd<Frame, Frame> end) {
    this.end = end;
  }

  /** Waits for room, whatever interrupts come: they are meant for a task that is over. */
  void put(Frame frame) {
    boolean accepted = false;
    while (!accepted) {
      try {
        putOnce(frame);
        accepted = true;
      } catch (InterruptedException stray) {
        // Nothing was accepted.
      }
    }
  }

  /**
   * From within a task: waits for room unless the thread must not; when interrupted it gives up,
   * and the thread stays interrupted.
   */
  void tell(Frame frame) {
    if (Schedulers.isInNonBlockingThread()) {
      send(frame).subscribe(accepted -> {}, nobodyListens -> {});
      return;
    }
    try {
      putOnce(frame);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void putOnce(Frame frame) throws InterruptedException {
    try {
      end.put(frame);
    } catch (QueueClosedException | PeerLostException nobodyListens) {
      // The process ends soon.
    }
  }

  Mono<Void> send(Frame frame) {
    return end.send(frame);
  }
}
