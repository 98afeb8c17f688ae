package io.sluice.examples.offload;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TallyTest {
  private static final LineReport ONE = report(0, Map.of("a", 2, "bb", 1), 5);
  private static final LineReport TWO = report(7, Map.of("a", 1, "cc", 1), 9);

  private static LineReport report(long line, Map<String, Integer> words, int hash) {
    return new LineReport(line, 1, words, BigInteger.valueOf(hash));
  }

  private static Tally tally(LineReport... reports) {
    Tally tally = new Tally();
    List.of(reports).forEach(tally::add);
    return tally;
  }

  @Test
  void addsUp() {
    assertThat(tally(ONE, TWO).answer())
        .isEqualTo(
            new Answer(2, 5, 3, "bb", List.of("a 3", "bb 1", "cc 1"), BigInteger.valueOf(12)));
  }

  @Test
  void orderDoesNotMatter() {
    assertThat(tally(TWO, ONE).answer()).isEqualTo(tally(ONE, TWO).answer());
  }

  @Test
  void lineThatIsReportedAgainCountsOnce() {
    Tally tally = tally(ONE, TWO);
    assertThat(tally.add(ONE)).isFalse();
    assertThat(tally.lines()).isEqualTo(2);
    assertThat(tally.answer()).isEqualTo(tally(ONE, TWO).answer());
  }

  @Test
  void equalLinesDoNotCancelOut() {
    LineWork work = new LineWork(3);
    assertThat(work.report(new Line(1, "same"), 1).hash())
        .isNotEqualTo(work.report(new Line(2, "same"), 1).hash());
  }
}
