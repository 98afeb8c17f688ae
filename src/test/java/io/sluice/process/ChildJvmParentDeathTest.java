package io.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.sluice.testing.Signals;
import io.sluice.testing.TestJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each test plays grandparent: it ends a parent and looks what becomes of that one's child. */
class ChildJvmParentDeathTest {

  private static final Duration LIMIT = TestJvm.PATIENCE;

  @ParameterizedTest
  @ValueSource(strings = {"KILL", "TERM", "INT", "HUP"})
  void childEndsWithItsParent(String signal) throws IOException {
    assumeFalse(isIgnored(signal), "the build was told to ignore it, and so are its children");
    try (TestJvm parent = TestJvm.start(Programs.Parent.class, Programs.Park.class.getName())) {
      long child = startedBy(parent);
      Signals.send(signal, parent.pid());
      Signals.awaitGone(child, LIMIT);
    }
  }

  @Test
  void childEndsWithAParentThatEndsByItself() {
    try (TestJvm parent = TestJvm.start(Programs.ShortLivedParent.class)) {
      long child = startedBy(parent);
      assertThat(parent.awaitExit()).isZero();
      Signals.awaitGone(child, LIMIT);
    }
  }

  @Test
  void childThatIsStillStartingEnds() {
    for (int i = 0; i < 5; i++) {
      try (TestJvm parent = TestJvm.start(Programs.Parent.class, Programs.Park.class.getName())) {
        long child = Long.parseLong(parent.awaitLine("started"));
        parent.kill();
        Signals.awaitGone(child, LIMIT);
      }
    }
  }

  @Test
  void childThatDoesNotWantToEnd() {
    try (TestJvm parent = TestJvm.start(Programs.Parent.class, Programs.Stubborn.class.getName())) {
      long child = startedBy(parent);
      parent.kill();
      Signals.awaitGone(child, LIMIT);
    }
  }

  @Test
  void childThatSpinsAndIsOutOfMemory() {
    try (TestJvm parent = TestJvm.start(Programs.Parent.class, Programs.Greedy.class.getName())) {
      long child = startedBy(parent);
      parent.kill();
      Signals.awaitGone(child, LIMIT);
    }
  }

  @Test
  void childThatHasReadItsInputToTheEndAndClosedIt() {
    try (TestJvm parent =
        TestJvm.start(Programs.Parent.class, Programs.ClosesInput.class.getName())) {
      long child = startedBy(parent);
      parent.kill();
      Signals.awaitGone(child, LIMIT);
    }
  }

  @Test
  void grandchildrenEndToo() {
    try (TestJvm parent =
        TestJvm.start(
            Programs.Parent.class,
            Programs.Parent.class.getName(),
            Programs.Parent.class.getName(),
            Programs.Park.class.getName())) {
      List<Long> all = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        all.add(Long.parseLong(parent.awaitLine("started")));
      }
      parent.awaitLine("ready");
      parent.kill();
      all.forEach(pid -> Signals.awaitGone(pid, LIMIT));
    }
  }

  @Test
  void programsThatTheChildHasStartedEndToo() {
    try (TestJvm parent =
        TestJvm.start(
            Programs.Parent.class,
            Programs.ShellParent.class.getName(),
            "trap '' TERM; sleep 120; echo")) {
      long child = Long.parseLong(parent.awaitLine("started"));
      long shell = Long.parseLong(parent.awaitLine("started"));
      parent.kill();
      Signals.awaitGone(child, LIMIT);
      Signals.awaitGone(shell, LIMIT);
    }
  }

  @Test
  void aPausedParentIsNoDeadOne() {
    try (TestJvm parent = TestJvm.start(Programs.Parent.class, Programs.Park.class.getName())) {
      long child = startedBy(parent);
      parent.stop();
      assertStaysAlive(child, Duration.ofSeconds(4));
      parent.resume();
      parent.kill();
      Signals.awaitGone(child, LIMIT);
    }
  }

  @Test
  void detachedChildLivesOn() {
    try (TestJvm parent =
        TestJvm.start(Programs.Parent.class, "detached", Programs.Park.class.getName())) {
      long child = startedBy(parent);
      try {
        parent.kill();
        parent.awaitExit();
        assertStaysAlive(child, Duration.ofSeconds(4));
      } finally {
        Signals.send("KILL", child);
      }
      Signals.awaitGone(child, LIMIT);
    }
  }

  @Test
  void aForgottenHandleEndsNothing() {
    try (TestJvm parent = TestJvm.start(Programs.ForgetfulParent.class)) {
      long child = startedBy(parent);
      parent.awaitLine("collected");
      assertStaysAlive(child, Duration.ofSeconds(3));
    }
  }

  /** As nohup, or a shell that starts something in the background, has it. */
  private static boolean isIgnored(String signal) throws IOException {
    int number = List.of("HUP", "INT").indexOf(signal) + 1;
    Path status = Path.of("/proc/self/status");
    if (number == 0 || !Files.exists(status)) {
      return false;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .map(line -> Long.parseUnsignedLong(line.substring(line.indexOf(':') + 1).strip(), 16))
        .anyMatch(ignored -> (ignored >>> number - 1 & 1) != 0);
  }

  private static long startedBy(TestJvm parent) {
    long child = Long.parseLong(parent.awaitLine("started"));
    parent.awaitLine("ready");
    assertThat(Signals.isRunning(child)).isTrue();
    return child;
  }

  private static void assertStaysAlive(long pid, Duration time) {
    org.awaitility.Awaitility.await()
        .during(time)
        .atMost(time.plus(LIMIT))
        .until(() -> Signals.isRunning(pid));
  }
}
