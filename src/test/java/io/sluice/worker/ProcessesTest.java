package io.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.process.ChildJvm;
import io.sluice.testing.Orphans;
import io.sluice.testing.Signals;
import io.sluice.testing.TestJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** Workers, their pool's process, and signals. */
@Timeout(120)
class ProcessesTest {
  @TempDir Path directory;

  private TestJvm owner(String... what) {
    return TestJvm.start(
        ChildJvm.builder(PoolOwner.class)
            .jvmArgs("-Xmx128m", "-Dsluice.dir=" + directory.resolve("queues"))
            .args(what));
  }

  @Test
  void aClosedPoolLeavesNoFile() {
    try (TestJvm owner = owner("close")) {
      assertThat(owner.awaitLine("results")).isEqualTo("30");
      // Its own lock and doorbell, as long as it lives.
      String files = owner.awaitLine("files");
      assertThat(files.split(",")).as(files).hasSize(2);
      assertThat(files).contains(".jvm").contains(".bell");
      assertThat(owner.awaitLine("children")).isEqualTo("[]");
      assertThat(owner.awaitExit()).isZero();
    }
  }

  @Test
  void workersDieWithTheirParent() {
    try (TestJvm owner = owner("park")) {
      List<Long> pids = Stream.of(owner.awaitLine("pids").split(" ")).map(Long::valueOf).toList();
      assertThat(pids).hasSize(4).allMatch(Signals::isRunning);
      Orphans.assertNoneAfterKill(owner.pid(), pids);
    }
  }

  @Test
  void workersDieWithAParentThatEndsWithoutClosing() {
    try (TestJvm owner = owner("park")) {
      List<Long> pids = Stream.of(owner.awaitLine("pids").split(" ")).map(Long::valueOf).toList();
      owner.child().destroy();
      assertThat(owner.awaitExit()).isEqualTo(143);
      pids.forEach(pid -> Signals.awaitGone(pid, TestJvm.PATIENCE));
    }
  }

  @Test
  void signalsToTheGroupLeaveWorkersAlone() {
    Gate gate = new Gate(directory);
    try (WorkerPool pool = Pools.of(1).build()) {
      Mono<Long> call = pool.call(Gate::pass, gate).cache();
      call.subscribe();
      gate.awaitNotes("came", 1);
      long pid = Long.parseLong(gate.notes("came").get(0));
      for (int i = 0; i < 3; i++) {
        Signals.send("TERM", pid);
        Signals.send("INT", pid);
      }
      // It would take a moment to die of them.
      assertThat(Mono.delay(Duration.ofMillis(500)).thenReturn(pid).block())
          .matches(Signals::isRunning);
      gate.open();
      assertThat(call.block(Pools.PATIENCE)).isEqualTo(pid);
      assertThat(pool.stats().restarts()).isZero();
    }
  }

  @Test
  void aSignalToTheWholeGroupLetsRequestsFinish() {
    Gate gate = new Gate(directory);
    try (TestJvm owner = owner("drain", directory.toString())) {
      gate.awaitNotes("came", 1);
      long worker = Long.parseLong(gate.notes("came").get(0));
      Signals.send("TERM", worker);
      Signals.send("TERM", owner.pid());
      gate.awaitNotes("draining", 1);
      gate.open();
      assertThat(owner.awaitLine("result")).isEqualTo("" + worker);
      assertThat(owner.awaitLine("result")).isEqualTo("" + worker);
      owner.awaitLine("drained");
      assertThat(owner.awaitExit()).isEqualTo(143);
      Signals.awaitGone(worker, TestJvm.PATIENCE);
    }
  }
}
