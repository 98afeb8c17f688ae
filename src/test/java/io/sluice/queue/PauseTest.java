package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Who has nothing to do sleeps: a pause is for those who have just had. */
class PauseTest {
  private final Pause pause = new Pause();

  private int pauses() {
    int count = 0;
    while (pause.isWorthwhile(true)) {
      count++;
    }
    return count;
  }

  @Test
  void isNotForWhoHasDoneNothingYet() {
    assertThat(pause.isWorthwhile(true)).isFalse();
  }

  @Test
  void comesToAnEndAfterEachProgress() {
    for (int i = 0; i < 3; i++) {
      pause.progress();
      assertThat(pauses()).isBetween(1, 1_000);
      assertThat(pause.isWorthwhile(true)).isFalse();
    }
  }

  @Test
  void isNotForThreadsOfOthers() {
    pause.progress();
    assertThat(pause.isWorthwhile(false)).isFalse();
    assertThat(pauses()).isPositive();
  }
}
