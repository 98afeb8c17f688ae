package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.QueueClosedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reactivestreams.Subscription;
import reactor.core.CorePublisher;
import reactor.core.CoreSubscriber;

/** A subscriber of a closed handle is told so, whichever of Reactor's ways it takes. */
class SubscribeAfterCloseTest {
  @RegisterExtension final Handles handles = new Handles();

  private static Throwable failureOf(CorePublisher<?> publisher) {
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    publisher.subscribe(
        new CoreSubscriber<Object>() {
          @Override
          public void onSubscribe(Subscription subscription) {
            subscription.request(1);
          }

          @Override
          public void onNext(Object item) {
            failure.completeExceptionally(new AssertionError(item));
          }

          @Override
          public void onError(Throwable why) {
            failure.complete(why);
          }

          @Override
          public void onComplete() {
            failure.completeExceptionally(new AssertionError("completed"));
          }
        });
    return failure.orTimeout(Depth.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  @Test
  void subscribingDoesNotThrow() {
    SharedQueue<Integer> queue = handles.filled(3, 3);
    queue.close();
    assertThat(failureOf(queue.receive())).isInstanceOf(QueueClosedException.class);
    assertThat(failureOf(queue.receiveManualAck())).isInstanceOf(QueueClosedException.class);
    assertThat(failureOf(queue.receiveOne())).isInstanceOf(QueueClosedException.class);
  }
}
