package io.sluice.multijvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.SluiceException;
import io.sluice.queue.SharedQueue;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What processes leave behind: in order, by an end without one, and killed. */
class LeavingTest {
  @TempDir(factory = InMemoryDirectory.class)
  Path directory;

  private static URI create(Puppet creator, Path directory) {
    String path = directory.toString();
    return creator.call(
        stage -> {
          SharedQueue<String> queue = Queues.anonymous(Path.of(path), 3);
          stage.things.put("created", queue);
          return queue.address();
        });
  }

  private static boolean closeCreated(Stage stage) {
    ((SharedQueue<?>) stage.things.get("created")).close();
    return true;
  }

  private void awaitFiles(String... expected) {
    await("files " + String.join(", ", expected))
        .pollInterval(Duration.ofMillis(20))
        .atMost(Stage.PATIENCE)
        .untilAsserted(() -> assertThat(Queues.files(directory)).containsExactly(expected));
  }

  private void awaitQueueGone() {
    await("no queue's file")
        .pollInterval(Duration.ofMillis(20))
        .atMost(Stage.PATIENCE)
        .untilAsserted(() -> assertThat(Queues.files(directory, ".queue")).isEmpty());
  }

  @Test
  void anAnonymousQueueGoesWithItsCreatorAndOthersGoOnWithoutItsName() {
    try (Puppet creator = Puppet.start(null)) {
      URI address = create(creator, directory);
      try (SharedQueue<String> here = Stage.open(address)) {
        assertThat(here.offer(Queues.item("a", 1))).isTrue();
        creator.call(LeavingTest::closeCreated);
        awaitQueueGone();
        assertThat(here.poll()).isEqualTo(Queues.item("a", 1));
        assertThat(here.offer(Queues.item("a", 9))).isTrue();
        assertThat(here.poll()).isEqualTo(Queues.item("a", 9));
        assertThatThrownBy(() -> Stage.open(address)).isInstanceOf(SluiceException.class);
        assertThat(creator.exit()).isZero();
      }
    }
    awaitFiles();
  }

  @Test
  void anAnonymousQueueWhoseCreatorWasKilledGoesWithTheLastOne() {
    try (Puppet creator = Puppet.start(null)) {
      URI address = create(creator, directory);
      try (Puppet other = Puppet.start(address)) {
        assertThat(other.offer("x")).isTrue();
        try (SharedQueue<String> here = Stage.open(address)) {
          creator.kill();
          assertThat(here.poll()).isEqualTo("x");
          Queues.assertWholeCapacity(here);
        }
        assertThat(other.offer("y")).isTrue();
        try (SharedQueue<String> again = Stage.open(address)) {
          assertThat(again.poll()).isEqualTo("y");
        }
        other.call(
            stage -> {
              stage.queue().close();
              return true;
            });
        awaitQueueGone();
        assertThat(other.exit()).isZero();
      }
    }
    awaitFiles();
  }

  @Test
  void whateverTheDeadLeftTheNextOneSweepsUp() {
    URI address;
    try (Puppet creator = Puppet.start(null)) {
      address = create(creator, directory);
      try (Puppet other = Puppet.start(address)) {
        assertThat(other.offer(Queues.item("large", 9))).isTrue();
        // Lest it sweep up itself what the creator leaves.
        other.stop();
        creator.kill();
        other.kill();
      }
    }
    assertThat(Queues.files(directory)).hasSize(6);
    try (SharedQueue<String> unrelated = Queues.create(directory, "unrelated", 1)) {
      await("only the newcomer's files")
          .atMost(Stage.PATIENCE)
          .untilAsserted(
              () -> assertThat(Queues.files(directory)).hasSize(3).contains("unrelated.queue"));
      assertThat(unrelated.offer("x")).isTrue();
    }
    awaitFiles("unrelated.queue");
  }

  @Test
  void aProcessThatEndsWithQueuesOpenIsSweptBySurvivors() {
    try (SharedQueue<String> queue = Queues.create(directory, "open", 3);
        Puppet ending = Puppet.start(queue.address());
        Puppet survivor = Puppet.start(queue.address())) {
      queue.offer("1");
      queue.offer("2");
      queue.offer("3");
      assertThat(ending.hold(3)).hasSize(3);
      URI forgotten = create(ending, directory);
      assertThat(queue.inFlight()).isEqualTo(3);
      assertThat(Queues.files(directory, ".queue")).hasSize(2);
      assertThat(ending.exit()).isZero();
      assertThat(ending.output()).isEmpty();
      assertThat(List.of(survivor.take(), survivor.take(), survivor.take()))
          .containsExactlyInAnyOrder("1", "2", "3");
      Queues.assertWholeCapacity(queue);
      assertThatThrownBy(() -> Stage.open(forgotten)).isInstanceOf(SluiceException.class);
      awaitFilesOfTwoAndQueue();
      assertThat(survivor.exit()).isZero();
      assertThat(survivor.output()).isEmpty();
    }
    awaitFiles("open.queue");
  }

  private void awaitFilesOfTwoAndQueue() {
    await("the dead one's files are gone")
        .atMost(Stage.PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(Queues.files(directory, ".jvm")).hasSize(2);
              assertThat(Queues.files(directory, ".bell")).hasSize(2);
              assertThat(Queues.files(directory)).hasSize(5);
            });
  }

  @Test
  void aProcessThatEndsInOrderLeavesNothing() {
    try (Puppet ending = Puppet.start(null)) {
      create(ending, directory);
      ending.call(LeavingTest::closeCreated);
      assertThat(ending.exit()).isZero();
      assertThat(ending.output()).isEmpty();
    }
    assertThat(Queues.files(directory)).isEmpty();
  }
}
