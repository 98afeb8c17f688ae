package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.testng.IResultMap;
import org.testng.ITestContext;

/**
 * What was run of a verification. A skipped test is no failure, and a test that is never found is
 * not even skipped: so each verification says how many tests have to pass, and which may be skipped
 * alone.
 *
 * @param passed how many have to pass
 * @param untested how many rules the TCK names and has no test for: it skips them for everybody
 * @param skipped what else is skipped
 */
record TckReport(int passed, int untested, Set<String> skipped) {
  private static final String UNTESTED = "untested_";

  /**
   * Of a publisher: the multicast tests are skipped, because receivers compete and each item goes
   * to one of them.
   */
  static final TckReport PUBLISHER =
      new TckReport(
          28,
          7,
          Set.of(
              "optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOfIts"
                  + "SubscribersWhenRequestingOneByOne",
              "optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOfIts"
                  + "SubscribersWhenRequestingManyUpfront",
              "optional_spec111_multicast_mustProduceTheSameElementsInTheSameSequenceToAllOfIts"
                  + "SubscribersWhenRequestingManyUpfrontAndCompleteAsExpected"));

  /** Of a subscriber seen from outside. */
  static final TckReport BLACKBOX_SUBSCRIBER = new TckReport(11, 15, Set.of());

  /** Of a subscriber whose demand is directed. */
  static final TckReport WHITEBOX_SUBSCRIBER = new TckReport(14, 13, Set.of());

  int found() {
    return passed + untested + skipped.size();
  }

  /** Checks what the tests of a class came to. */
  void check(ITestContext context, Class<?> verification) {
    Collection<String> skips = names(context.getSkippedTests(), verification);
    assertThat(skips.stream().filter(name -> !name.startsWith(UNTESTED)))
        .as("skipped")
        .containsExactlyInAnyOrderElementsOf(skipped);
    assertThat(skips.stream().filter(name -> name.startsWith(UNTESTED)))
        .as("untested by the TCK")
        .hasSize(untested);
    assertThat(names(context.getPassedTests(), verification)).as("passed").hasSize(passed);
  }

  private static List<String> names(IResultMap results, Class<?> verification) {
    return results.getAllResults().stream()
        .filter(result -> result.getTestClass().getRealClass() == verification)
        .map(result -> result.getMethod().getMethodName())
        .toList();
  }
}
