package io.sluice.multijvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.QueueClosedException;
import io.sluice.queue.SharedQueue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.test.StepVerifier;

/** Handles, names and directories that come, go, and come again. */
class NamesTest {
  private static final String SMALL = Queues.item("small", 1);
  private static final String LARGE = Queues.item("large", 9);

  @TempDir(factory = InMemoryDirectory.class)
  Path directory;

  @Test
  void handlesOfOneProcessShareTheQueueAndEndApart() {
    try (SharedQueue<String> one = Queues.create(directory, "handles", 3)) {
      SharedQueue<String> two = Stage.open(one.address());
      CompletableFuture<String> ends = two.receiveOne().toFuture();
      CompletableFuture<String> goesOn = two.receiveOne().toFuture();
      assertThat(one.offer(SMALL)).isTrue();
      assertThat(CompletableFuture.anyOf(ends, goesOn).join()).isEqualTo(SMALL);
      CompletableFuture<String> waiting = one.receiveOne().toFuture();
      StepVerifier.create(two.receive())
          .then(two::close)
          .expectError(QueueClosedException.class)
          .verify(Stage.PATIENCE);
      try (SharedQueue<String> three = Stage.open(one.address())) {
        assertThat(three.offer(LARGE)).isTrue();
        assertThat(Puppet.get(waiting)).isEqualTo(LARGE);
      }
      Queues.assertWholeCapacity(one);
    }
  }

  @Test
  void aDeletedQueueGoesOnBesideANewOneOfItsName() {
    SharedQueue<String> old = Queues.create(directory, "again", 3);
    try (Puppet other = Puppet.start(old.address())) {
      assertThat(other.offer(SMALL)).isTrue();
      assertThat(SharedQueue.delete(old.address())).isTrue();
      assertThat(Queues.files(directory)).noneMatch(name -> name.contains("again"));
      try (SharedQueue<String> fresh = Queues.create(directory, "again", 3)) {
        assertThat(fresh.isEmpty()).isTrue();
        assertThat(fresh.offer(Queues.item("fresh", 19))).isTrue();
        assertThat(old.poll()).isEqualTo(SMALL);
        assertThat(other.offer(Queues.item("old", 29))).isTrue();
        assertThat(fresh.poll()).isEqualTo(Queues.item("fresh", 19));
        Queues.assertWholeCapacity(fresh);
        assertThat(Puppet.get(old.receiveOne().toFuture())).isEqualTo(Queues.item("old", 29));
      }
      other.call(NamesTest::close);
    }
    old.close();
    assertThat(Queues.files(directory)).noneMatch(name -> name.contains(".item-"));
  }

  private static boolean close(Stage stage) {
    stage.queue().close();
    return true;
  }

  @Test
  void deletingAQueueLeavesAnotherAloneWhoseNameBeginsAlike() {
    try (SharedQueue<String> queue = Queues.create(directory, "a", 3);
        SharedQueue<String> alike = Queues.create(directory, "a.queue.b", 3)) {
      assertThat(alike.offer(LARGE)).isTrue();
      assertThat(SharedQueue.delete(queue.address())).isTrue();
      assertThat(SharedQueue.delete(queue.address())).isFalse();
      assertThat(Stage.open(alike.address()).poll()).isEqualTo(LARGE);
    }
  }

  @Test
  void aDirectoryThatWasDeletedAndMadeAgainIsTakenPartInAnew() throws IOException {
    Path inner = directory.resolve("inner");
    SharedQueue<String> old = Queues.create(inner, "queue", 3);
    for (String file : Queues.files(inner)) {
      Files.delete(inner.resolve(file));
    }
    Files.delete(inner);
    try (SharedQueue<String> queue = Queues.create(inner, "queue", 3);
        Puppet other = Puppet.start(queue.address())) {
      assertThat(other.offer(SMALL)).isTrue();
      assertThat(queue.poll()).isEqualTo(SMALL);
      assertThat(old.isEmpty()).isTrue();
      assertKillIsNoticed(queue, other);
    }
    old.close();
  }

  @Test
  void aPathTooLongForASocketWillDo() {
    Path deep = directory.resolve("a".repeat(60)).resolve("b".repeat(60));
    try (SharedQueue<String> queue = Queues.create(deep, "queue", 3);
        Puppet other = Puppet.start(queue.address())) {
      CompletableFuture<String> taken = other.begin(stage -> stage.queue().take());
      assertThat(queue.offer(LARGE)).isTrue();
      assertThat(Puppet.get(taken)).isEqualTo(LARGE);
      assertKillIsNoticed(queue, other);
    }
    await("no files of living or dead processes")
        .atMost(Stage.PATIENCE)
        .untilAsserted(() -> assertThat(Queues.files(deep)).containsExactly("queue.queue"));
  }

  private static void assertKillIsNoticed(SharedQueue<String> queue, Puppet other) {
    assertThat(queue.offer(SMALL)).isTrue();
    assertThat(other.hold(1)).containsExactly(SMALL);
    other.kill();
    assertThat(queue.receiveOne().block(Stage.PATIENCE)).isEqualTo(SMALL);
    Queues.assertWholeCapacity(queue);
  }

  @Test
  void roomOfALargeItemIsBackWhenItWasTaken() {
    try (SharedQueue<String> queue = Queues.create(directory, "large", 1)) {
      for (int i = 0; i < 200; i++) {
        assertThat(queue.offer(LARGE)).as("offer %s", i).isTrue();
        assertThat(queue.poll()).isEqualTo(LARGE);
      }
      for (int i = 0; i < 50; i++) {
        assertThat(queue.send(LARGE).block(Stage.PATIENCE)).isNull();
        assertThat(queue.receive().blockFirst(Stage.PATIENCE)).isEqualTo(LARGE);
      }
      Queues.assertWholeCapacity(queue);
      assertThat(Queues.files(directory)).noneMatch(name -> name.contains(".item-"));
    }
  }
}
