package io.sluice.python;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls that are expected to wait. */
final class Calls {
  private static final long A_WHILE_MILLIS = 100;

  private Calls() {}

  interface Call {
    void run() throws Exception;
  }

  static CompletableFuture<Void> begin(Call call) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                call.run();
                done.complete(null);
              } catch (Exception e) {
                done.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return done;
  }

  static void assertWaits(CompletableFuture<Void> call) {
    assertThatThrownBy(() -> call.get(A_WHILE_MILLIS, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
  }
}
