package io.sluice.ring;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Looks after the dead, on a thread of its own, and does for others what touches files. A
 * connection's end makes it ask the {@link Witness}es at once, and again for a while, since a
 * process's lock may fall a moment after its sockets; once a second it looks for participants that
 * no connection tells of, and every {@value #CALM_ROUNDS} seconds where it found none. The clock
 * only makes it ask: it never decides.
 */
final class Watch {
  private static final int FIRST_RETRY_MICROS = 500;
  private static final int LAST_RETRY_MICROS = 20_000;
  private static final int RETRIES = 200;
  private static final int ROUND_MICROS = 1_000_000;
  private static final int CALM_ROUNDS = 4;
  private static final int SECOND_SWEEPER_MICROS = 20_000;

  private final Station station;
  private final ScheduledExecutorService thread;
  private final Set<Long> suspects = ConcurrentHashMap.newKeySet();
  private final Set<Beacon> toClean = ConcurrentHashMap.newKeySet();

  Watch(Station station, ScheduledExecutorService thread) {
    this.station = station;
    this.thread = thread;
    schedule(this::round, ROUND_MICROS);
  }

  static ScheduledExecutorService thread() {
    return Executors.newSingleThreadScheduledExecutor(task -> Shield.thread(task, "sluice-watch"));
  }

  void execute(Runnable task) {
    thread.execute(() -> Shield.run(task));
  }

  private void schedule(Runnable task, int micros) {
    ScheduledFuture<?> unused =
        thread.schedule(() -> Shield.run(task), micros, TimeUnit.MICROSECONDS);
  }

  /** Sweeps up what dead JVMs left in a directory. */
  CompletableFuture<Void> clean(Beacon beacon) {
    return Leftovers.sweep(station, beacon, this::execute);
  }

  /** The same, once the survivors have had time to bury their dead; not all of them together. */
  private void cleanLater() {
    for (Beacon beacon : station.beacons()) {
      if (toClean.add(beacon)) {
        schedule(
            () -> {
              toClean.remove(beacon);
              CompletableFuture<Void> unused = clean(beacon);
            },
            ROUND_MICROS + ThreadLocalRandom.current().nextInt(ROUND_MICROS));
      }
    }
  }

  /**
   * A new attachment: connects to who is there, and repairs who is dead, before the first
   * operation.
   *
   * @return whether everybody there is connected, so that the death of any of them will be heard
   */
  boolean meet(Attachment attachment) {
    boolean all = true;
    for (int slot = 0; slot < attachment.slotsUsed(); slot++) {
      all &= look(attachment, slot);
    }
    return all;
  }

  /** Rings a JVM that there is no connection to. */
  void call(Attachment attachment, long token) {
    execute(
        () -> {
          Peer peer = station.doorbell().connect(attachment.beacon(), token);
          if (peer != null) {
            peer.ring(attachment.tag);
          } else if (Witness.isDead(attachment.beacon().directory(), token)) {
            bury(token);
          }
        });
  }

  /** The connection to that JVM ended. */
  void suspect(long token) {
    if (suspects.add(token)) {
      execute(() -> ask(token, 0, FIRST_RETRY_MICROS));
    }
  }

  private void ask(long token, int tries, int pause) {
    boolean again = false;
    try {
      if (isDead(token)) {
        bury(token);
      } else {
        again = tries < RETRIES && isOnRecord(token);
      }
    } finally {
      if (again) {
        schedule(() -> ask(token, tries + 1, Math.min(pause * 2, LAST_RETRY_MICROS)), pause);
      } else {
        suspects.remove(token);
        cleanLater();
      }
    }
  }

  /**
   * Of one whose connection has ended. The living hang up only after they have left every queue; so
   * one who is on record, and whose lock file is gone besides, is dead as well: it was on record in
   * none that has a name, and somebody has cleaned up after it.
   */
  private boolean isDead(long token) {
    boolean gone = !Beacon.isOwn(token);
    for (Beacon beacon : station.beacons()) {
      if (Witness.isDead(beacon.directory(), token)) {
        return true;
      }
      gone &= Witness.isGone(beacon.directory(), token);
    }
    return gone;
  }

  /** Whether it takes part in a queue that is open here; who has left in order is not missed. */
  private boolean isOnRecord(long token) {
    return station.any(
        attachment -> {
          for (int slot = 0; slot < attachment.slotsUsed(); slot++) {
            if (Participants.token(attachment.participants().word(slot)) == token) {
              return true;
            }
          }
          return false;
        });
  }

  private void bury(long token) {
    boolean unused =
        station.any(
            attachment -> {
              for (int slot = 0; slot < attachment.slotsUsed(); slot++) {
                bury(attachment, slot, token);
              }
              return true;
            });
  }

  /**
   * The slot's word is read once: by the time this goes on, others may have swept the slot, and
   * somebody who lives may have taken it.
   */
  private void bury(Attachment attachment, int slot, long token) {
    long word = attachment.participants().word(slot);
    if (Participants.token(word) == token && attachment.enter()) {
      try {
        buryAs(attachment, slot, word);
      } finally {
        attachment.exit();
      }
    }
  }

  private void round() {
    int rounds = 1;
    try {
      boolean calm = !station.any(attachment -> !meet(attachment));
      if (station.putOutIdle() && calm) {
        rounds = CALM_ROUNDS;
      }
    } finally {
      // Whatever goes wrong in this one.
      schedule(this::round, rounds * ROUND_MICROS);
    }
  }

  /**
   * One participant: a dead one is swept, a living one is connected.
   *
   * @return whether there is nobody, or somebody whose death will be heard
   */
  private boolean look(Attachment attachment, int slot) {
    long word = attachment.participants().word(slot);
    if (!Participants.isLive(word) && !Participants.isDead(word) || !attachment.enter()) {
      return true;
    }
    try {
      if (Participants.isLive(word)) {
        return lookAtLiving(attachment, slot, word);
      }
      attachment.sweep(slot, word);
      return false;
    } finally {
      attachment.exit();
    }
  }

  private boolean lookAtLiving(Attachment attachment, int slot, long word) {
    long token = Participants.token(word);
    if (Beacon.isOwn(token) || station.doorbell().connect(attachment.beacon(), token) != null) {
      return true;
    }
    if (Witness.isDead(attachment.beacon().directory(), token)) {
      buryAs(attachment, slot, word);
    }
    return false;
  }

  /** One who is dead, and on record with that word, or was when it was read. */
  private void buryAs(Attachment attachment, int slot, long word) {
    if (Participants.isLive(word) && attachment.participants().verdict(slot, word)) {
      attachment.sweep(slot, Participants.dead(word));
    } else {
      // Another survivor has begun. Alone it puts the dead one's items back in their order; should
      // it die or be stopped in its sweep, this one goes on.
      schedule(() -> look(attachment, slot), SECOND_SWEEPER_MICROS);
    }
  }
}
