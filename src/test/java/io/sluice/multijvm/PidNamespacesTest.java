package io.sluice.multijvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.queue.SharedQueue;
import io.sluice.sync.SharedLock;
import io.sluice.testing.PidNamespace;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes in different pid namespaces on one queue, as in containers that share a directory: each
 * is pid 1 to itself, and none sees another. Their deaths are known all the same, and nobody alive
 * is taken for dead.
 */
class PidNamespacesTest {
  @TempDir(factory = InMemoryDirectory.class)
  Path directory;

  @BeforeAll
  static void assumeNamespaces() {
    Optional<String> whyNot = PidNamespace.whyNot();
    assumeTrue(whyNot.isEmpty(), () -> whyNot.orElseThrow());
  }

  @Test
  void itemsPassBetweenNamespaces() {
    try (SharedQueue<String> queue = Queues.create(directory, "queue", 5);
        Puppet one = Puppet.startApart(queue.address());
        Puppet other = Puppet.startApart(queue.address())) {
      for (Puppet puppet : List.of(one, other)) {
        assertThat(puppet.<Long>call(stage -> ProcessHandle.current().pid())).isEqualTo(1);
      }
      for (int i = 0; i < 20; i++) {
        String item = Queues.item("item", i);
        assertThat(one.offer(item)).isTrue();
        assertThat(other.take()).isEqualTo(item);
        assertThat(other.offer(item)).isTrue();
        assertThat(queue.poll()).isEqualTo(item);
      }
      Queues.assertWholeCapacity(queue);
    }
  }

  /** A survivor in another namespace, one outside, and one that comes later. */
  @Test
  void whatTheDeadHeldComesBack() {
    try (SharedQueue<String> queue = Queues.create(directory, "queue", 6);
        Puppet survivor = Puppet.startApart(queue.address())) {
      survivor.call(stage -> stage.queue().maxSize());
      for (int i = 0; i < 6; i++) {
        assertThat(queue.offer(Queues.item("item", i))).isTrue();
      }
      List<String> held;
      try (Puppet victim = Puppet.startApart(queue.address())) {
        held = victim.hold(3);
        victim.kill();
      }
      await().atMost(Stage.PATIENCE).untilAsserted(() -> assertThat(queue.inFlight()).isZero());
      List<String> all = survivor.drain();
      assertThat(all).hasSize(6);
      // In their order as a rule; not if a second survivor takes over from a busy first one.
      assertThat(all.subList(0, 3)).containsExactlyInAnyOrderElementsOf(held);
      assertThat(all.subList(3, 6))
          .containsExactly(Queues.item("item", 3), Queues.item("item", 4), Queues.item("item", 5));
      Queues.assertWholeCapacity(queue);
      try (Puppet outside = Puppet.start(queue.address())) {
        assertThat(queue.offer("item")).isTrue();
        assertThat(outside.hold(1)).containsExactly("item");
        outside.kill();
      }
      assertThat(survivor.take()).isEqualTo("item");
      try (Puppet last = Puppet.startApart(queue.address())) {
        assertThat(last.offer("again")).isTrue();
        assertThat(survivor.take()).isEqualTo("again");
      }
      Queues.assertWholeCapacity(queue);
    }
  }

  @Test
  void theStoppedAreNotTakenForDead() throws InterruptedException {
    try (SharedLock lock = SharedLock.create();
        Puppet holder = Puppet.startApart(null);
        Puppet rival = Puppet.startApart(null)) {
      String address = lock.address().toString();
      assertThat(holder.<Boolean>call(stage -> tryLock(stage, address))).isTrue();
      assertThat(rival.<Boolean>call(stage -> tryLock(stage, address))).isFalse();
      holder.stop();
      assertThat(lock.tryLock(Duration.ofSeconds(2))).as("stolen from the stopped").isFalse();
      assertThat(rival.<Boolean>call(stage -> tryLock(stage, address))).isFalse();
      holder.resume();
      holder.kill();
      assertThat(lock.tryLock(Stage.PATIENCE)).isTrue();
      lock.unlock();
      assertThat(rival.<Boolean>call(stage -> tryLock(stage, address))).isTrue();
    }
  }

  private static boolean tryLock(Stage stage, String address) {
    SharedLock lock =
        (SharedLock)
            stage.things.computeIfAbsent("lock", name -> SharedLock.open(URI.create(address)));
    return lock.tryLock();
  }
}
