package io.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.TestJvm;
import org.junit.jupiter.api.Test;

class ExitCodeTest {
  @Test
  void saysWhatHasHappened() {
    assertThat(ChildJvm.explain(0)).contains("in order");
    assertThat(ChildJvm.explain(137)).contains("SIGKILL").contains("memory");
    assertThat(ChildJvm.explain(143)).contains("SIGTERM");
    assertThat(ChildJvm.explain(128 + 40)).isEqualTo("signal 40");
    assertThat(ChildJvm.explain(17)).contains("program's own");
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
