package io.sluice.ring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How often one looks around who waits first, second, or after many others. */
class PaceTest {
  private static final int LONG = 100;

  private final Pace pace = new Pace();
  private int changes;

  @BeforeEach
  void somebodyCame() {
    assertThat(pace.isSteady()).as("steady as long as nobody came").isTrue();
    changes = 1;
    assertThat(pace.isChange(changes)).isTrue();
    assertThat(pace.isGlanceEnough(changes)).isFalse();
  }

  @Test
  void theFirstTwoLookAtEveryTickAndTheOthersAtEveryThird() {
    for (int rank = 0; rank < 4; rank++) {
      pace.looked(++changes, rank);
      assertThat(pace.isSteady()).isFalse();
      assertThat(pace.ticks()).as("rank " + rank).isEqualTo(rank < 2 ? 1 : 3);
      assertThat(pace.isGlanceEnough(changes)).as("rank " + rank).isFalse();
    }
  }

  @Test
  void whereNothingChangesOnlyTheFirstGoesOnLookingOften() {
    assertThat(ticksAfterLong(0)).isEqualTo(2);
    assertThat(ticksAfterLong(1)).isEqualTo(8);
    assertThat(ticksAfterLong(2)).isEqualTo(64);
    assertThat(ticksAfterLong(300)).isEqualTo(64);
    assertThat(ticksAfterLong(Pace.NO_RANK)).isEqualTo(64);
  }

  private int ticksAfterLong(int rank) {
    for (int i = 0; i < LONG; i++) {
      pace.looked(changes, rank);
    }
    assertThat(pace.isSteady()).isTrue();
    return pace.ticks();
  }

  /** It does so before those who went with it have ceased to look for others. */
  @Test
  void itLooksForItsNewRankBeforeTheOthersRelyOnIt() {
    for (int rank = 0; rank < 3; rank++) {
      int unused = ticksAfterLong(rank);
      int ticks = pace.ticks();
      while (pace.isGlanceEnough(changes)) {
        ticks += pace.ticks();
      }
      assertThat(ticks).as("from one look to the next").isEqualTo(64);
    }
    assertThat(ticksOfOneWhoWent()).as("for which others look").isGreaterThan(64);
  }

  private int ticksOfOneWhoWent() {
    changes++;
    int ticks = 0;
    do {
      pace.looked(changes, Pace.NO_RANK);
      ticks += pace.ticks();
    } while (!pace.isSteady());
    return ticks;
  }

  @Test
  void whoeverComesOrGoesEndsTheCalm() {
    assertThat(ticksAfterLong(5)).isEqualTo(64);
    changes++;
    assertThat(pace.isGlanceEnough(changes)).isFalse();
    pace.looked(changes, 5);
    assertThat(pace.isSteady()).isFalse();
    assertThat(pace.ticks()).isEqualTo(3);
  }
}
