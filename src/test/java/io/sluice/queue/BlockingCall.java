package io.sluice.queue;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A call that blocks, which returns nothing. */
interface BlockingCall {
  void run() throws Exception;

  /** Makes the call at the first subscription, on a thread that may block. */
  static Mono<Void> elsewhere(BlockingCall call) {
    return Mono.<Void>fromCallable(
            () -> {
              call.run();
              return null;
            })
        .subscribeOn(Schedulers.boundedElastic())
        .cache();
  }
}
