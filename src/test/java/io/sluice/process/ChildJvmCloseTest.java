package io.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.testing.Attempts;
import io.sluice.testing.Signals;
import io.sluice.testing.TestJvm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class ChildJvmCloseTest {

  /** Before it comes to force, after five seconds. */
  private static final Duration SOON = Duration.ofSeconds(4);

  @Test
  void asksFirst() throws Exception {
    Attempts.untilOneSucceeds(
        () -> {
          try (TestJvm child = TestJvm.start(Programs.Park.class)) {
            child.awaitLine("ready");
            assertThat(millisToClose(child)).isLessThan(SOON.toMillis());
            assertThat(child.child().isAlive()).isFalse();
            assertThat(child.awaitExit()).isEqualTo(143);
            assertThat(child.lines()).containsExactly("ready", "goodbye");
          }
        });
  }

  @Test
  void forcesAfterFiveSeconds() throws Exception {
    Attempts.untilOneSucceeds(
        () -> {
          try (TestJvm child = TestJvm.start(Programs.Stubborn.class)) {
            child.awaitLine("ready");
            assertThat(millisToClose(child)).isGreaterThanOrEqualTo(4_900L);
            assertThat(child.child().isAlive()).isFalse();
            assertThat(child.awaitExit()).isEqualTo(137);
            assertThat(child.lines()).containsExactly("ready", "asked");
          }
        });
  }

  @Test
  void forcesAStoppedChild() {
    try (TestJvm child = TestJvm.start(Programs.Park.class)) {
      child.awaitLine("ready");
      child.stop();
      assertThat(millisToClose(child)).isGreaterThanOrEqualTo(4_900L);
      assertThat(child.awaitExit()).isEqualTo(137);
    }
  }

  @Test
  void forciblyAsksNobody() {
    try (TestJvm child =
        TestJvm.start(Programs.ShellParent.class, "trap '' TERM; sleep 122 & sleep 123; echo")) {
      child.awaitLine("started");
      List<Long> all = family(child, 3);
      child.child().destroyForcibly();
      assertThat(child.awaitExit()).isEqualTo(137);
      all.forEach(pid -> Signals.awaitGone(pid, TestJvm.PATIENCE));
      child.child().destroyForcibly();
    }
  }

  @Test
  void endsDescendantsThatAreNoJvms() throws Exception {
    Attempts.untilOneSucceeds(
        () -> {
          try (TestJvm child =
              TestJvm.start(Programs.ShellParent.class, "sleep 120 & sleep 121; echo")) {
            long shell = Long.parseLong(child.awaitLine("started"));
            List<Long> all = family(child, 3);
            assertThat(all).contains(shell);
            assertThat(millisToClose(child)).isLessThan(SOON.toMillis());
            assertThat(all).noneMatch(Signals::isRunning);
          }
        });
  }

  @Test
  void forcesDescendantsThatOutliveTheChild() {
    // The shell ignores SIGTERM, and so does the sleep that inherits this from it.
    try (TestJvm child =
        TestJvm.start(Programs.ShellParent.class, "trap '' TERM; sleep 120; echo")) {
      child.awaitLine("started");
      List<Long> all = family(child, 2);
      assertThat(millisToClose(child)).isGreaterThanOrEqualTo(4_900L);
      assertThat(all).noneMatch(Signals::isRunning);
    }
  }

  @Test
  void endsChildrenOfChildren() throws Exception {
    Attempts.untilOneSucceeds(
        () -> {
          try (TestJvm child =
              TestJvm.start(
                  Programs.Parent.class,
                  Programs.Parent.class.getName(),
                  Programs.Park.class.getName())) {
            child.awaitLine("ready");
            List<Long> all = family(child, 2);
            assertThat(millisToClose(child)).isLessThan(SOON.toMillis());
            assertThat(all).noneMatch(Signals::isRunning);
          }
        });
  }

  @Test
  void sparesDetachedDescendants() throws Exception {
    Attempts.untilOneSucceeds(
        () -> {
          try (TestJvm child =
              TestJvm.start(Programs.Parent.class, "detached", Programs.Park.class.getName())) {
            long detached = Long.parseLong(child.awaitLine("started"));
            child.awaitLine("ready");
            try {
              assertThat(millisToClose(child)).isLessThan(SOON.toMillis());
              assertThat(Signals.isRunning(detached)).isTrue();
            } finally {
              Signals.send("KILL", detached);
            }
            Signals.awaitGone(detached, TestJvm.PATIENCE);
          }
        });
  }

  @Test
  void closesADetachedChildOfItsOwn() throws Exception {
    Attempts.untilOneSucceeds(
        () -> {
          try (TestJvm child = TestJvm.start(ChildJvm.builder(Programs.Park.class).detached())) {
            child.awaitLine("ready");
            child.child().close();
            assertThat(child.awaitExit()).isEqualTo(143);
          }
        });
  }

  @Test
  void closingTwiceAndAfterTheEndIsHarmless() throws Exception {
    Attempts.untilOneSucceeds(
        () -> {
          try (TestJvm child = TestJvm.start(Programs.Park.class)) {
            child.awaitLine("ready");
            List<Mono<Void>> closings =
                IntStream.range(0, 4)
                    .mapToObj(
                        i ->
                            Mono.<Void>fromRunnable(child.child()::close)
                                .subscribeOn(Schedulers.boundedElastic()))
                    .toList();
            Flux.merge(closings).then().block(TestJvm.PATIENCE);
            assertThat(child.child().isAlive()).isFalse();
            assertThat(millisToClose(child)).isLessThan(SOON.toMillis());
            assertThat(child.awaitExit()).isEqualTo(143);
          }
        });
  }

  @Test
  void doesNotBlockANonBlockingThread() throws Exception {
    Attempts.untilOneSucceeds(
        () -> {
          try (TestJvm child = TestJvm.start(Programs.Stubborn.class)) {
            child.awaitLine("ready");
            long millis =
                Mono.fromCallable(() -> millisToClose(child))
                    .subscribeOn(Schedulers.parallel())
                    .block(TestJvm.PATIENCE);
            assertThat(millis).isLessThan(1_000);
            assertThat(child.child().isAlive()).isTrue();
            assertThat(child.awaitExit()).isEqualTo(137);
          }
        });
  }

  @Test
  void interruptedCloseForcesAtOnce() throws Exception {
    Attempts.untilOneSucceeds(
        () -> {
          try (TestJvm child = TestJvm.start(Programs.Stubborn.class)) {
            child.awaitLine("ready");
            boolean[] stillInterrupted = new boolean[1];
            Thread closing =
                new Thread(
                    () -> {
                      child.child().close();
                      stillInterrupted[0] = Thread.currentThread().isInterrupted();
                    });
            closing.start();
            child.awaitLine("asked");
            closing.interrupt();
            closing.join(3_000);
            assertThat(closing.isAlive()).isFalse();
            assertThat(stillInterrupted[0]).isTrue();
            assertThat(child.awaitExit()).isEqualTo(137);
          }
        });
  }

  @Test
  void twentyAtOnce() {
    List<TestJvm> children = new ArrayList<>();
    try {
      List<ChildJvm.Builder> builders =
          IntStream.range(0, 20)
              .mapToObj(i -> ChildJvm.builder(Programs.Print.class).args("number " + i))
              .toList();
      Flux.fromIterable(builders)
          .flatMap(
              builder ->
                  Mono.fromCallable(() -> TestJvm.start(builder))
                      .subscribeOn(Schedulers.boundedElastic()),
              20)
          .doOnNext(children::add)
          .then()
          .block(TestJvm.PATIENCE);
      List<String> lines = new ArrayList<>();
      for (TestJvm child : children) {
        assertThat(child.awaitExit()).isZero();
        lines.addAll(child.lines());
      }
      assertThat(lines)
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, 20).mapToObj(i -> "number " + i).toList());
      await()
          .atMost(TestJvm.PATIENCE)
          .until(() -> Thread.getAllStackTraces().keySet().stream().noneMatch(this::isOurs));
    } finally {
      children.forEach(TestJvm::close);
    }
  }

  @Test
  void oneThreadForEachChild() {
    try (TestJvm first = TestJvm.start(Programs.Park.class);
        TestJvm second = TestJvm.start(Programs.Park.class)) {
      first.awaitLine("ready");
      second.awaitLine("ready");
      await()
          .atMost(TestJvm.PATIENCE)
          .until(
              () -> Thread.getAllStackTraces().keySet().stream().filter(this::isOurs).count() == 2);
    }
  }

  private boolean isOurs(Thread thread) {
    // Queues have threads of their own in a JVM whose earlier tests used some.
    return thread.getName().matches("sluice-(child|close|order)-.*");
  }

  private static List<Long> family(TestJvm child, int descendants) {
    ProcessHandle handle = ProcessHandle.of(child.pid()).orElseThrow();
    await(child.toString())
        .atMost(TestJvm.PATIENCE)
        .until(() -> handle.descendants().count() == descendants);
    List<Long> all = new ArrayList<>(handle.descendants().map(ProcessHandle::pid).toList());
    all.add(child.pid());
    return all;
  }

  private static long millisToClose(TestJvm child) {
    long start = System.nanoTime();
    child.child().close();
    return (System.nanoTime() - start) / 1_000_000;
  }
}
