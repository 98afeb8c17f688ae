package io.sluice.examples.offload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final Answer ANSWER = new Answer(1, 0, 0, "", List.of(), BigInteger.ZERO);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);

  private String written() {
    return written.toString(StandardCharsets.UTF_8);
  }

  /** Goes on when what it has done so far has been told. */
  private final class Steps implements Task {
    private volatile long done;

    @Override
    public String name() {
      return "steps";
    }

    @Override
    public Answer answer() {
      for (int step = 5; step <= 20; step += 5) {
        done = step;
        String told = step + " of 20 lines";
        await().atMost(PATIENCE).until(() -> written().contains(told));
      }
      return ANSWER;
    }

    @Override
    public long done() {
      return done;
    }

    @Override
    public String details() {
      return "  and more";
    }
  }

  @Test
  void lineOfItsOwnForEachStepOfTheWay() {
    assertThat(new Progress(new Screen(out, false), new Steps(), 20).answer()).isSameAs(ANSWER);
    assertThat(written().lines().toList())
        .hasSize(4)
        .allMatch(
            line -> line.matches("steps +\\d+ %  \\d+ of 20 lines  \\d+/s  and more  left .*"))
        .last()
        .asString()
        .startsWith("steps 100 %  20 of 20 lines");
  }

  @Test
  void oneLiveLineOnTerminals() {
    new Progress(new Screen(out, true), new Steps(), 20).answer();
    assertThat(written()).contains("\r\u001b[?7lsteps  25 %").doesNotContain("\n");
    assertThat(written()).as("nothing stays").endsWith("\r\u001b[?7l\u001b[K\u001b[?7h\r");
  }

  @Test
  void notesComeAboveTheLiveLine() {
    Screen screen = new Screen(out, true);
    screen.live("live");
    screen.note("note");
    assertThat(written())
        .contains("\rnote" + System.lineSeparator())
        .endsWith("live\u001b[K\u001b[?7h");
    screen.leave();
    screen.note("late");
    screen.live("late");
    assertThat(written()).endsWith("live\u001b[K\u001b[?7h" + System.lineSeparator());
  }

  @Test
  void paceOfTheLastSeconds() {
    Pace pace = new Pace();
    assertThat(pace.timeFor(5)).isEqualTo("?");
    for (int second = 0; second <= 10; second++) {
      pace.add(Duration.ofSeconds(second).toNanos(), second < 5 ? 0 : (second - 5) * 10L);
    }
    assertThat(pace.perSecond()).isEqualTo(10);
    assertThat(pace.timeFor(25)).isEqualTo("3 s");
    assertThat(pace.timeFor(6000)).isEqualTo("10 min");
  }
}
