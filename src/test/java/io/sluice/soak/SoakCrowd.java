package io.sluice.soak;

import io.sluice.process.ChildJvm;
import io.sluice.testing.PidNamespace;
import io.sluice.testing.Signals;
import io.sluice.testing.TestJvm;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
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

  /** Of so many processes one runs in a pid namespace of its own, where that is possible. */
  private static final int APART = 4;

  private static final Duration STUCK = Duration.ofSeconds(60);

  private final Path directory;
  private final Path queues;
  private final URI lock;
  private final Random random;
  private final List<Member> members = new ArrayList<>();
  private final boolean namespaces = PidNamespace.whyNot().isEmpty();
  private final Recoveries peace = new Recoveries();
  private final Recoveries pauses = new Recoveries();
  private final Map<Role, Recoveries> kills = new EnumMap<>(Role.class);
  private final List<Path> logs = new ArrayList<>();
  private int killedReceivers;
  private int stops;
  private long ids;

  private record Member(Role role, TestJvm jvm, boolean apart, Path log) {
    /** As it is seen from here. */
    long pid() {
      return apart ? PidNamespace.pidWithin(jvm.pid()) : jvm.pid();
    }

    boolean competesWith(Member other) {
      return !equals(other) && (role == Role.LOCK) == (other.role == Role.LOCK);
    }

    long written() {
      try {
        return Files.exists(log) ? Files.size(log) : 0;
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

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
    boolean apart = namespaces && id % APART == 0;
    ChildJvm.Builder jvm =
        ChildJvm.builder(apart ? SoakApart.class : SoakWorker.class)
            .args(
                directory.toString(),
                queues.toString(),
                lock.toString(),
                role.name(),
                Long.toString(id),
                Long.toString(random.nextLong()))
            .jvmArgs(SoakApart.SMALL);
    Path log = SoakWorker.log(directory, role, id);
    logs.add(log);
    return new Member(role, TestJvm.start(jvm), apart, log);
  }

  /**
   * Kills somebody, who is replaced, or stops him for a while, or does nothing, to compare; the
   * others go on meanwhile, each of them.
   */
  void disturb() throws InterruptedException {
    int index = random.nextInt(members.size());
    Member victim = members.get(index);
    long pid = victim.pid();
    switch (random.nextInt(6)) {
      case 0 -> awaitOthers(victim, peace);
      case 1, 2 -> {
        Signals.send("STOP", pid);
        // A lock's holder keeps it, while all it does is stand still.
        if (victim.role() != Role.LOCK) {
          awaitOthers(victim, pauses);
        }
        TimeUnit.MILLISECONDS.sleep(random.nextInt(200));
        Signals.send("CONT", pid);
        stops++;
      }
      default -> {
        Signals.send("KILL", pid);
        awaitOthers(victim, kills.computeIfAbsent(victim.role(), role -> new Recoveries()));
        if (victim.role().settlesFirst()) {
          killedReceivers++;
        }
        members.set(index, start(victim.role()));
      }
    }
  }

  /** Whoever else works on the same must get on, each, whatever becomes of the victim. */
  private void awaitOthers(Member victim, Recoveries recoveries) throws InterruptedException {
    long start = System.nanoTime();
    Map<Member, Long> waiting = new HashMap<>();
    for (Member other : members) {
      long written = other.written();
      if (other.competesWith(victim) && written > 0) {
        waiting.put(other, written);
      }
    }
    int others = waiting.size();
    long first = 0;
    while (!waiting.isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(1);
      waiting.entrySet().removeIf(other -> other.getKey().written() > other.getValue());
      long nanos = System.nanoTime() - start;
      if (first == 0 && waiting.size() < others) {
        first = nanos;
      }
      if (nanos > STUCK.toNanos()) {
        throw new AssertionError(
            waiting.keySet() + " do not go on beside " + victim + " in " + directory);
      }
    }
    if (others > 0) {
      recoveries.add(first, System.nanoTime() - start);
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
    System.out.printf(
        "soak: %d processes stopped and continued, %s%n",
        stops, namespaces ? "some in pid namespaces of their own" : "no pid namespaces here");
    System.out.println("soak: nothing happened, " + peace);
    System.out.println("soak: SIGSTOP of anybody but a lock's holder, " + pauses);
    kills.forEach(
        (role, recoveries) -> System.out.println("soak: kill -9 of " + role + ", " + recoveries));
  }

  @Override
  public void close() {
    for (Member member : members) {
      if (member.apart()) {
        PidNamespace.kill(member.jvm().pid());
      }
      Signals.send("KILL", member.jvm().pid());
      member.jvm().close();
    }
  }
}
