package io.sluice.multijvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.queue.SharedQueue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What waiting costs. */
class IdleTest {
  private static final int WAITING = 10;
  private static final int SECONDS = 3;

  /** What the kernel counts processor time in. */
  private static final int TICKS_PER_SECOND = 100;

  @TempDir(factory = InMemoryDirectory.class)
  Path directory;

  @Test
  @EnabledOnOs(OS.LINUX)
  void tenWaitingProcessesNeedNextToNothing() throws Exception {
    try (SharedQueue<String> queue = Queues.create(directory, "idle", 3)) {
      List<Puppet> puppets = Puppet.start(WAITING, queue.address());
      Puppet.all(
          puppets, stage -> stage.things.put("waiting", stage.queue().receive().subscribe()));
      // Starting up, compilers and all, is over by then.
      pass(1);
      long before = ticks(puppets);
      pass(SECONDS);
      double percent = 100.0 * (ticks(puppets) - before) / TICKS_PER_SECOND / SECONDS;
      System.out.printf("%d waiting processes: %.1f %% of a core%n", WAITING, percent);
      assertThat(percent).isLessThan(10);
      Puppet.close(puppets);
    }
  }

  private static void pass(int seconds) throws InterruptedException {
    assertThat(new CountDownLatch(1).await(seconds, TimeUnit.SECONDS)).isFalse();
  }

  private static long ticks(List<Puppet> puppets) throws IOException {
    long ticks = 0;
    for (Puppet puppet : puppets) {
      String stat =
          Files.readString(
              Path.of("/proc", Long.toString(puppet.pid()), "stat"), StandardCharsets.ISO_8859_1);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }
    return ticks;
  }
}
