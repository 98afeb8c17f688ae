package io.sluice.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.soak.SoakLog.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what all processes have written down, the killed ones included, and holds it against what a
 * queue promises: what was accepted arrives, once, as it was sent.
 */
final class SoakCheck {
  private static final int SHOWN = 20;

  private final Map<Event, Long> events = new EnumMap<>(Event.class);
  private final Map<Event, Long> blanks = new EnumMap<>(Event.class);
  private final Map<SoakItem, Fate> fates = new HashMap<>();
  private final List<String> wrong = new ArrayList<>();
  private String log = "";

  /** What is known of one item. */
  private static final class Fate {
    private boolean intended;
    private boolean accepted;
    private boolean acknowledging;
    private int ends;
    private String endedBy = "";
    private long attempts;
  }

  void read(Path file) throws IOException {
    log = String.valueOf(file.getFileName());
    SoakLog.read(file, this::entry);
  }

  private void entry(Event event, int attempt, SoakItem item) {
    events.merge(event, 1L, Long::sum);
    if (item.number() == SoakItem.BLANK) {
      blanks.merge(event, 1L, Long::sum);
      return;
    }
    Fate fate = fates.computeIfAbsent(item, unused -> new Fate());
    switch (event) {
      case INTENDED -> fate.intended = true;
      case ACCEPTED -> fate.accepted = true;
      case TAKEN, ACKNOWLEDGED -> {
        fate.ends++;
        fate.endedBy = fate.ends == 1 ? log : fate.endedBy + " and " + log;
      }
      case ACKNOWLEDGING -> fate.acknowledging = true;
      case DELIVERED -> {
        long bit = 1L << attempt;
        if ((fate.attempts & bit) != 0) {
          wrong.add(item + " was delivered twice as attempt " + attempt);
        }
        fate.attempts |= bit;
      }
      default -> wrong.add(event + " of " + item);
    }
  }

  /**
   * Judges, once all is read.
   *
   * @param killed how many processes were killed that settle an item before they write it down
   */
  void judge(int killed) {
    int missing = 0;
    for (Map.Entry<SoakItem, Fate> entry : fates.entrySet()) {
      Fate fate = entry.getValue();
      if (!fate.intended) {
        wrong.add(entry.getKey() + " was never sent");
      }
      if (fate.ends > 1) {
        wrong.add(entry.getKey() + " was settled " + fate.ends + " times: " + fate.endedBy);
      }
      if (fate.accepted && fate.ends == 0 && !fate.acknowledging) {
        missing++;
      }
    }
    System.out.println("soak: entries " + events + ", of no bytes " + blanks);
    System.out.printf(
        "soak: %,d items, %,d of them down with %d killed receivers%n",
        fates.size(), missing, killed);
    assertThat(wrong.stream().limit(SHOWN)).isEmpty();
    assertThat(count(events, Event.DAMAGED) + count(events, Event.NOT_LOCKED)).isZero();
    long blanksMissing =
        count(blanks, Event.ACCEPTED)
            - count(blanks, Event.TAKEN)
            - count(blanks, Event.ACKNOWLEDGING);
    assertThat(Math.max(0, blanksMissing) + missing)
        .as("items that were accepted and never arrived")
        .isLessThanOrEqualTo(killed);
    assertThat(count(events, Event.ACCEPTED)).isPositive();
    assertThat(count(events, Event.LOCKED)).isPositive();
  }

  private static long count(Map<Event, Long> of, Event event) {
    return of.getOrDefault(event, 0L);
  }
}
