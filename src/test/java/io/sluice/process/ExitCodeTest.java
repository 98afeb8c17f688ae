package io.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Signals;
import io.sluice.testing.TestJvm;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExitCodeTest {
  @Test
  void saysWhatHasHappened() {
    assertThat(ChildJvm.explain(0)).contains("in order");
    assertThat(ChildJvm.explain(137)).contains("SIGKILL").contains("memory");
    assertThat(ChildJvm.explain(143)).contains("SIGTERM");
    assertThat(ChildJvm.explain(128 + 40)).isEqualTo("signal 40");
    assertThat(ChildJvm.explain(17)).contains("program's own");
    assertThat(ChildJvm.explain(1)).contains("exception").contains("did not start");
    assertThat(ChildJvm.explain(3)).contains("out of memory");
    assertThat(ChildJvm.explain(129)).contains("SIGHUP").contains("parent");
    assertThat(ChildJvm.explain(130)).contains("SIGINT");
    assertThat(ChildJvm.explain(131)).contains("SIGQUIT");
    assertThat(ChildJvm.explain(134)).contains("SIGABRT").contains("hs_err");
    assertThat(ChildJvm.explain(135)).contains("SIGBUS");
    assertThat(ChildJvm.explain(139)).contains("SIGSEGV");
  }

  @Test
  void whatIsHigherThanAnySignalIsTheProgramsOwn() {
    assertThat(ChildJvm.explain(128 + 64)).isEqualTo("signal 64");
    for (int code : new int[] {128, 128 + 65, 255}) {
      assertThat(ChildJvm.explain(code)).as("%s", code).contains("program's own");
    }
  }

  /** Real ends, whose codes mean what their explanations say. */
  @Test
  void realEndsAreExplained() {
    assertThat(explained("KILL")).contains("SIGKILL");
    assertThat(explained("TERM")).contains("SIGTERM");
    assertThat(outOfMemory("-XX:+ExitOnOutOfMemoryError")).contains("out of memory");
    assertThat(outOfMemory("-XX:+CrashOnOutOfMemoryError")).contains("crashed");
    assertThat(outOfMemory("-XX:-ExitOnOutOfMemoryError")).contains("exception");
  }

  private static String explained(String signal) {
    try (TestJvm child = TestJvm.start(Sleeper.class)) {
      child.awaitLine("up");
      Signals.send(signal, child.pid());
      return ChildJvm.explain(child.awaitExit());
    }
  }

  private static String outOfMemory(String option) {
    ChildJvm.Builder builder =
        ChildJvm.builder(Hoarder.class)
            .jvmArgs("-Xmx32m", "-XX:ErrorFile=/dev/null", "-XX:-CreateCoredumpOnCrash", option);
    try (TestJvm child = TestJvm.start(builder)) {
      return ChildJvm.explain(child.awaitExit());
    }
  }

  /** Runs out of memory in its main. */
  static final class Hoarder {
    public static void main(String[] args) {
      List<long[]> hoard = new ArrayList<>();
      while (hoard.size() < 1_000) {
        hoard.add(new long[1 << 20]);
      }
    }
  }

  @Test
  void aDeadChildNamesIt() {
    try (TestJvm child = TestJvm.start(Sleeper.class)) {
      child.awaitLine("up");
      child.kill();
      assertThat(child.awaitExit()).isEqualTo(137);
      assertThat(child.child()).asString().contains("exit code 137 (SIGKILL");
    }
  }

  static final class Sleeper {
    public static void main(String[] args) throws InterruptedException {
      System.out.println("up");
      Thread.currentThread().join();
    }
  }
}
