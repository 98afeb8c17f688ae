package io.sluice.ring;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Looks after the dead, on a thread of its own. A connection's end makes it ask the {@link
 * Witness}es at once, and again for a while, since a process's lock may fall a moment after its
 * sockets; once a second it looks for participants that no connection tells of. The clock only
 * makes it ask: it never decides.
 */
final class Watch {
  private static final int FIRST_RETRY_MICROS = 500;
  private static final int LAST_RETRY_MICROS = 20_000;
  private static final int RETRIES = 200;
  private static final int ROUND_MILLIS = 1_000;
  private static final int SECOND_SWEEPER_MILLIS = 20;

  private final Station station;
  private final ScheduledExecutorService thread;
  private final Set<Long> suspects = ConcurrentHashMap.newKeySet();

  Watch(Station station) {
    this.station = station;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread created = new Thread(task, "sluice-watch");
              created.setDaemon(true);
              created.setContextClassLoader(null);
              return created;
            });
    schedule(this::round, ROUND_MILLIS * 1_000);
  }

  void execute(Runnable task) {
    thread.execute(() -> guarded(task));
  }

  /** One queue's broken file must not keep the thread from the others. */
  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | InternalError e) {
      // Whoever uses that queue meets the failure too, where it can be reported.
      Thread.onSpinWait();
    }
  }

  private void schedule(Runnable task, int micros) {
    ScheduledFuture<?> unused = thread.schedule(() -> guarded(task), micros, TimeUnit.MICROSECONDS);
  }

  /** A new directory: whatever dead JVMs left there. */
  void clean(Beacon beacon) {
    execute(() -> Leftovers.sweep(beacon));
  }

  /**
   * A new attachment: connects to who is there, and repairs who is dead, before the first
   * operation.
   */
  void meet(Attachment attachment) {
    for (int slot = 0; slot < Participants.SLOTS; slot++) {
      look(attachment, slot, false);
    }
  }

  /** The connection to that JVM ended. */
  void suspect(long token) {
    if (suspects.add(token)) {
      execute(() -> ask(token, 0, FIRST_RETRY_MICROS));
    }
  }

  private void ask(long token, int tries, int pause) {
    boolean dead = false;
    for (Beacon beacon : station.beacons()) {
      dead |= Witness.isDead(beacon.directory(), token);
    }
    if (!dead && tries < RETRIES) {
      schedule(() -> ask(token, tries + 1, Math.min(pause * 2, LAST_RETRY_MICROS)), pause);
      return;
    }
    suspects.remove(token);
    if (dead) {
      bury(token);
    }
  }

  private void bury(long token) {
    for (Attachment attachment : station.attachments()) {
      for (int slot = 0; slot < Participants.SLOTS; slot++) {
        if (Participants.token(attachment.participants().word(slot)) == token) {
          look(attachment, slot, true);
        }
      }
    }
    for (Beacon beacon : station.beacons()) {
      schedule(() -> Leftovers.sweep(beacon), ROUND_MILLIS * 1_000);
    }
  }

  private void round() {
    try {
      for (Attachment attachment : station.attachments()) {
        for (int slot = 0; slot < Participants.SLOTS; slot++) {
          look(attachment, slot, false);
        }
      }
    } finally {
      schedule(this::round, ROUND_MILLIS * 1_000);
    }
  }

  /**
   * One participant: a dead one is swept, a living one is connected. {@code known}: its death was
   * witnessed just now.
   */
  private void look(Attachment attachment, int slot, boolean known) {
    long word = attachment.participants().word(slot);
    if (!Participants.isLive(word) && !Participants.isDead(word) || !attachment.enter()) {
      return;
    }
    try {
      if (Participants.isDead(word)) {
        attachment.sweep(slot, word);
      } else if (known || isDead(attachment, Participants.token(word))) {
        bury(attachment, slot, word);
      }
    } finally {
      attachment.exit();
    }
  }

  private void bury(Attachment attachment, int slot, long word) {
    if (attachment.participants().verdict(slot, word)) {
      attachment.sweep(slot, attachment.participants().word(slot));
    } else {
      // Another survivor has begun; should it die in its sweep, this one goes on.
      schedule(() -> look(attachment, slot, false), SECOND_SWEEPER_MILLIS * 1_000);
    }
  }

  private boolean isDead(Attachment attachment, long token) {
    return !Beacon.isOwn(token)
        && station.doorbell().connect(attachment.beacon(), token) == null
        && Witness.isDead(attachment.beacon().directory(), token);
  }
}
