package io.sluice.soak;

import io.sluice.process.ChildJvm;
import io.sluice.testing.Signals;
import io.sluice.testing.TestJvm;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** The processes: some of each role, as many as there were at first, whoever is killed. */
final class SoakCrowd implements AutoCloseable {
  private static final List<Role> ROLES =
      List.of(
          Role.PUT,
          Role.SEND,
          Role.SEND_ALL,
          Role.TAKE,
          Role.RECEIVE,
          Role.ACKNOWLEDGE,
          Role.ACKNOWLEDGE,
          Role.LOCK,
          Role.LOCK);

  /** So many entries of the others show that they go on. */
  private static final int ENTRIES = 10 * 3 * Long.BYTES;

  private static final Duration STUCK = Duration.ofSeconds(20);

  private final Path directory;
  private final Path queues;
  private final URI lock;
  private final Random random;
  private final List<Member> members = new ArrayList<>();
  private final Map<Role, List<Long>> recoveries = new EnumMap<>(Role.class);
  private final List<Path> logs = new ArrayList<>();
  private int killedReceivers;
  private int stops;
  private long ids;

  private record Member(Role role, TestJvm jvm, Path log) {}

  SoakCrowd(Path directory, Path queues, URI lock, Random random) {
    this.directory = directory;
    this.queues = queues;
    this.lock = lock;
    this.random = random;
    ROLES.forEach(role -> members.add(start(role)));
    members.forEach(member -> member.jvm().awaitLine("begun"));
  }

  private Member start(Role role) {
    long id = ++ids;
    ChildJvm.Builder jvm =
        ChildJvm.builder(SoakWorker.class)
            .args(
                directory.toString(),
                queues.toString(),
                lock.toString(),
                role.name(),
                Long.toString(id),
                Long.toString(random.nextLong()))
            .jvmArgs("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    Path log = SoakWorker.log(directory, role, id);
    logs.add(log);
    return new Member(role, TestJvm.start(jvm), log);
  }

  /** Kills somebody, who is replaced, or stops him for a while; the others go on meanwhile. */
  void disturb() throws InterruptedException {
    int index = random.nextInt(members.size());
    Member victim = members.get(index);
    if (random.nextInt(3) == 0) {
      victim.jvm().stop();
      awaitOthers(victim);
      TimeUnit.MILLISECONDS.sleep(random.nextInt(200));
      victim.jvm().resume();
      stops++;
      return;
    }
    long start = System.nanoTime();
    victim.jvm().kill();
    awaitOthers(victim);
    recoveries
        .computeIfAbsent(victim.role(), role -> new ArrayList<>())
        .add(System.nanoTime() - start);
    if (victim.role().settlesFirst()) {
      killedReceivers++;
    }
    members.set(index, start(victim.role()));
  }

  /** Whoever else sends or receives must get on, whatever becomes of the victim. */
  private void awaitOthers(Member victim) throws InterruptedException {
    long before = written(victim);
    long deadline = System.nanoTime() + STUCK.toNanos();
    while (written(victim) < before + ENTRIES) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "nobody goes on beside " + victim.role() + " in " + directory + ": " + members);
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  private long written(Member except) {
    return members.stream()
        .filter(member -> !member.log().equals(except.log()) && member.role() != Role.LOCK)
        .mapToLong(member -> size(member.log()))
        .sum();
  }

  private static long size(Path log) {
    try {
      return Files.exists(log) ? Files.size(log) : 0;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Tells those who do not receive, or all, to end, and waits until they have. */
  void end(boolean receivers) throws IOException {
    Files.createFile(directory.resolve(receivers ? SoakWorker.ALL_STOP : SoakWorker.SENDERS_STOP));
    for (Member member : List.copyOf(members)) {
      if (member.role().isConsumer() == receivers) {
        member.jvm().awaitLine("ended");
        if (member.jvm().awaitExit() != 0) {
          throw new AssertionError(member.jvm().toString());
        }
        members.remove(member);
      }
    }
  }

  SoakCheck check() throws IOException {
    SoakCheck check = new SoakCheck();
    for (Path log : logs) {
      if (Files.exists(log)) {
        check.read(log);
      }
    }
    return check;
  }

  int killedReceivers() {
    return killedReceivers;
  }

  void report() {
    System.out.printf("soak: %d processes stopped and continued%n", stops);
    recoveries.forEach(
        (role, nanos) -> {
          List<Long> sorted = nanos.stream().sorted().toList();
          System.out.printf(
              "soak: %d x kill -9 of %s; until others had written %d entries: p50 %.1f ms, max %.1f ms%n",
              sorted.size(),
              role,
              ENTRIES / 24,
              sorted.get(sorted.size() / 2) / 1e6,
              sorted.get(sorted.size() - 1) / 1e6);
        });
  }

  @Override
  public void close() {
    for (Member member : members) {
      Signals.send("KILL", member.jvm().pid());
      member.jvm().close();
    }
  }
}
