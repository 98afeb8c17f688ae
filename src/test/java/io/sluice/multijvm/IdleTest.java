package io.sluice.multijvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.queue.SharedQueue;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What waiting costs. */
class IdleTest {
  private static final int WAITING = 10;
  private static final int SECONDS = 2;
  private static final int LOOKS = 4;
  private static final double TARGET_PERCENT = 2;

  /** Whoever polls needs many times that, on the slowest machine. */
  private static final double MOST_PERCENT = 25;

  @TempDir(factory = InMemoryDirectory.class)
  Path directory;

  @Test
  @EnabledOnOs(OS.LINUX)
  void tenWaitingProcessesNeedNextToNothing() throws Exception {
    try (SharedQueue<String> queue = Queues.create(directory, "idle", 3)) {
      List<Puppet> puppets = Puppet.start(WAITING, queue.address());
      Puppet.all(
          puppets, stage -> stage.things.put("waiting", stage.queue().receive().subscribe()));
      // Starting up, compilers and all, goes on for a while; what is asked for is what remains.
      double least = 100;
      for (int look = 0; look < LOOKS && least > TARGET_PERCENT; look++) {
        least = Math.min(least, percent(puppets));
      }
      System.out.printf("%d waiting processes: %.1f %% of a core%n", WAITING, least);
      assertThat(least).isLessThan(MOST_PERCENT);
      Puppet.close(puppets);
    }
  }

  /** What they need of a core, for a while. */
  private static double percent(List<Puppet> puppets) throws IOException, InterruptedException {
    Map<Path, Long> before = nanos(puppets);
    assertThat(new CountDownLatch(1).await(SECONDS, TimeUnit.SECONDS)).isFalse();
    long spent = 0;
    for (Map.Entry<Path, Long> thread : nanos(puppets).entrySet()) {
      spent += thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
    }
    return spent / 1e7 / SECONDS;
  }

  /** The processor time that each of their threads has had. */
  private static Map<Path, Long> nanos(List<Puppet> puppets) throws IOException {
    Map<Path, Long> nanos = new HashMap<>();
    for (Puppet puppet : puppets) {
      Path threads = Path.of("/proc", Long.toString(puppet.pid()), "task");
      try (DirectoryStream<Path> each = Files.newDirectoryStream(threads)) {
        for (Path thread : each) {
          nanos(thread).ifPresent(spent -> nanos.put(thread, spent));
        }
      }
    }
    return nanos;
  }

  private static Optional<Long> nanos(Path thread) {
    try {
      String schedule = Files.readString(thread.resolve("schedstat"));
      return Optional.of(Long.parseLong(schedule.substring(0, schedule.indexOf(' '))));
    } catch (IOException e) {
      // It has ended meanwhile: compilers come and go.
      return Optional.empty();
    }
  }
}
