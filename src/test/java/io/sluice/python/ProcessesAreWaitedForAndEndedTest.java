package io.sluice.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.process.ChildJvm;
import io.sluice.testing.TestJvm;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** {@code Process}: its life, its exit code, and how it is ended. */
class ProcessesAreWaitedForAndEndedTest {
  private static final Duration TIMEOUT = Duration.ofMillis(50);
  private static final int SIGKILL = 9;
  private static final int SIGTERM = 15;

  @Test
  void anExitCodeIsWaitedFor() {
    try (ChildJvm p = ChildJvm.builder(Ends.class).args("3").start()) {
      assertThat(p.onExit().block()).isEqualTo(3);
      assertThat(p.isAlive()).isFalse();
    }
  }

  @Test
  void aTimedWaitLeavesItAlive() {
    try (ChildJvm p = ChildJvm.builder(Ends.class).start()) {
      assertThatThrownBy(() -> p.onExit().block(TIMEOUT)).isInstanceOf(IllegalStateException.class);
      assertThat(p.isAlive()).isTrue();
      assertThat(p.pid()).isPositive();
    }
  }

  @Test
  void askedAndForcedItsExitCodeNamesTheSignal() {
    for (boolean forced : new boolean[] {false, true}) {
      try (ChildJvm p = ChildJvm.builder(Ends.class).start()) {
        p.output().filter("up"::equals).blockFirst(TestJvm.PATIENCE);
        if (forced) {
          p.destroyForcibly();
        } else {
          p.destroy();
        }
        assertThat(p.onExit().block(TestJvm.PATIENCE))
            .isEqualTo(128 + (forced ? SIGKILL : SIGTERM));
      }
    }
  }

  /** With the code that it is given, or not by itself. */
  static final class Ends {
    public static void main(String[] args) throws InterruptedException {
      System.out.println("up");
      if (args.length == 1) {
        System.exit(Integer.parseInt(args[0]));
      }
      Thread.currentThread().join();
    }
  }
}
