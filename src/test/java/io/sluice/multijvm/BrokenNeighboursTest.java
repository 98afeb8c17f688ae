package io.sluice.multijvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.queue.ReceiveOptions;
import io.sluice.queue.SharedQueue;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.scheduler.Schedulers;

/** One queue's broken file, or one handler that throws, keeps the other queues from nothing. */
class BrokenNeighboursTest {
  @TempDir(factory = InMemoryDirectory.class)
  Path directory;

  @Test
  void aFileThatIsCutWhileSomebodyWaitsHoldsUpNobodyElse() throws Exception {
    try (SharedQueue<String> broken = Queues.create(directory, "broken", 3);
        SharedQueue<String> whole = Queues.create(directory, "whole", 3);
        Puppet other = Puppet.start(whole.address())) {
      CompletableFuture<String> never = broken.receiveOne().toFuture();
      // Blocks of memory that are not there any more: only looking at them tells.
      try (FileChannel file =
          FileChannel.open(directory.resolve("broken.queue"), StandardOpenOption.WRITE)) {
        file.truncate(4096);
      }
      for (int i = 0; i < 20; i++) {
        CompletableFuture<String> taken = whole.receiveOne().toFuture();
        String item = "item " + i;
        assertThat(other.offer(item)).isTrue();
        assertThat(Puppet.get(taken)).isEqualTo(item);
      }
      assertThat(other.offer("held")).isTrue();
      assertThat(other.hold(1)).containsExactly("held");
      other.kill();
      assertThat(whole.receiveOne().block(Stage.PATIENCE)).isEqualTo("held");
      Queues.assertWholeCapacity(whole);
      assertThat(never.isDone() && !never.isCompletedExceptionally()).isFalse();
    }
  }

  /** With {@code Schedulers.immediate()} handlers run on the thread that all queues share. */
  @Test
  void aHandlerThatThrowsAndInterruptsOnTheDoorbellsThreadHoldsUpNobodyElse() {
    try (SharedQueue<String> throwing = Queues.create(directory, "throwing", 3);
        SharedQueue<String> whole = Queues.create(directory, "whole", 3);
        Puppet puppet = Puppet.start(throwing.address())) {
      String address = whole.address().toString();
      puppet.call(BrokenNeighboursTest::throwInHandler);
      assertThat(throwing.offer("for the handler")).isTrue();
      List<String> thrown = puppet.call(BrokenNeighboursTest::thrown);
      assertThat(thrown).containsExactly("sluice-doorbell", "the handler's");
      for (int i = 0; i < 20; i++) {
        CompletableFuture<String> taken =
            puppet.begin(stage -> Stage.open(URI.create(address)).take());
        assertThat(whole.offer("item")).isTrue();
        assertThat(Puppet.get(taken)).isEqualTo("item");
      }
    }
  }

  /** Waiting there would be waiting for oneself. */
  @Test
  void aHandlerOnTheDoorbellsThreadMayNotWaitAndNeedNot() {
    try (SharedQueue<String> queue = Queues.create(directory, "waiting", 3);
        Puppet puppet = Puppet.start(queue.address())) {
      puppet.call(BrokenNeighboursTest::waitInHandler);
      assertThat(queue.offer("for the handler")).isTrue();
      String thrown = puppet.call(BrokenNeighboursTest::refusal);
      assertThat(thrown).contains("IllegalStateException").contains("sluice-doorbell");
    }
  }

  private static boolean waitInHandler(Stage stage) {
    CompletableFuture<String> refused = new CompletableFuture<>();
    stage.things.put("refused", refused);
    stage
        .queue()
        .receive(ReceiveOptions.defaults().withScheduler(Schedulers.immediate()))
        .subscribe(
            item -> {
              try {
                stage.queue().take();
              } catch (InterruptedException | IllegalStateException e) {
                stage.queue().close();
                refused.complete(e.toString());
              }
            },
            closed -> {});
    return true;
  }

  private static String refusal(Stage stage) throws Exception {
    CompletableFuture<?> refused = (CompletableFuture<?>) stage.things.get("refused");
    return (String) refused.get(Stage.PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private static boolean throwInHandler(Stage stage) {
    CountDownLatch thrown = new CountDownLatch(1);
    List<String> caught = new ArrayList<>();
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> {
          caught.add(thread.getName());
          caught.add(failure.getMessage());
          thrown.countDown();
        });
    stage.things.put("thrown", thrown);
    stage.things.put("caught", caught);
    stage
        .queue()
        .receive(ReceiveOptions.defaults().withScheduler(Schedulers.immediate()))
        .subscribe(
            item -> {
              Thread.currentThread().interrupt();
              throw new LinkageError("the handler's");
            });
    return true;
  }

  @SuppressWarnings("unchecked")
  private static List<String> thrown(Stage stage) throws InterruptedException {
    CountDownLatch thrown = (CountDownLatch) stage.things.get("thrown");
    assertThat(thrown.await(Stage.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return (List<String>) stage.things.get("caught");
  }
}
