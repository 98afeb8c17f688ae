package io.sluice.worker;

import io.sluice.codec.Codec;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.ContextView;

/**
 * Brings a task's news to its caller, on {@code Schedulers.parallel()}: never on the library's own
 * thread, and outside of the pool's events. Progress and the end come in their order, on one of the
 * scheduler's workers; where nobody listens to progress there is only an end, which needs none.
 */
final class Delivery {
  /** Where a caller's context has the consumer of progress. */
  static final Object PROGRESS = new Object();

  private static final System.Logger LOG = System.getLogger(Delivery.class.getPackageName());

  private final @Nullable Consumer<Object> listener;
  private final Codec<Object> codec;
  private final Scheduler.@Nullable Worker inOrder;

  private Delivery(@Nullable Consumer<Object> listener, Codec<Object> codec) {
    this.listener = listener;
    this.codec = codec;
    this.inOrder = listener == null ? null : Schedulers.parallel().createWorker();
  }

  static Delivery to(ContextView caller, Codec<Object> codec) {
    return new Delivery(caller.<Consumer<Object>>getOrDefault(PROGRESS, null), codec);
  }

  void progress(byte[] report) {
    if (listener != null && inOrder != null) {
      inOrder.schedule(() -> tell(listener, report));
    }
  }

  /** What a listener throws must not become the task's failure. */
  private void tell(Consumer<Object> listening, byte[] report) {
    try {
      listening.accept(Payload.decode(codec, report));
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "A report of progress could not be delivered", e);
    }
  }

  void last(Runnable end) {
    try {
      if (inOrder == null) {
        Schedulers.parallel().schedule(end);
      } else {
        inOrder.schedule(
            () -> {
              end.run();
              inOrder.dispose();
            });
      }
    } catch (RejectedExecutionException shutDown) {
      // Better on the wrong thread than never.
      Background.run("sluice-deliver", end);
    }
  }
}
