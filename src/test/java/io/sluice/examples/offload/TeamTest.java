package io.sluice.examples.offload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.process.ChildJvm;
import io.sluice.testing.TestJvm;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TeamTest {
  /** A worker that cannot work. */
  static final class Failing {
    private Failing() {}

    public static void main(String[] args) {
      System.err.println("I cannot");
      System.exit(3);
    }
  }

  @Test
  void whatCannotWorkIsNotReplacedForEver() {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    Screen screen = new Screen(new PrintStream(written, true, StandardCharsets.UTF_8), false);
    try (Team team = new Team(number -> ChildJvm.builder(Failing.class).start(), screen)) {
      Member first = team.start();
      assertThatThrownBy(() -> team.gaveUp().block(TestJvm.PATIENCE))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageMatching("worker 11 .* died with exit code 3, one too many to be replaced");
      await()
          .atMost(TestJvm.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(written.toString(StandardCharsets.UTF_8))
                      .contains(
                          first + ": I cannot",
                          first + " died with exit code 3; its place is taken by"));
    }
  }
}
