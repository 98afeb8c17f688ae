package io.sluice.ring;

import static io.sluice.ring.SimulatedHost.require;

import io.sluice.memory.SharedDirectory;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must be true on a {@link SimulatedHost}, whatever became of any of its JVMs. */
final class Aftermath {
  private static final int LAPS = 3;
  private static final int CAUSE_AREAS = 4;

  private final SimulatedHost host;

  Aftermath(SimulatedHost host) {
    this.host = host;
  }

  private Referee referee() {
    return host.referee();
  }

  private List<SimulatedJvm> open() {
    return host.living().stream().filter(SimulatedJvm::isOpen).toList();
  }

  /**
   * Everybody goes on: survivors look around, one more JVM opens or creates the queue, all that was
   * accepted comes out once, the whole room is there, nobody waits for nothing, and in the end no
   * file is left.
   */
  void check() {
    // At the latest by now the kernel has told everybody whose connections have ended.
    host.living().forEach(jvm -> host.dead().forEach(d -> jvm.does(survivor -> survivor.loses(d))));
    host.living().forEach(jvm -> jvm.does(SimulatedJvm::timePasses));
    SimulatedJvm next = host.join();
    next.does(SimulatedJvm::createOrOpen);
    host.living().forEach(jvm -> jvm.does(SimulatedJvm::timePasses));
    open().forEach(jvm -> jvm.does(SimulatedJvm::requireWoken));
    if (referee() == null) {
      host.watch();
      next.does(j -> require(j.engine().size() == 0, "a new queue is empty"));
    }
    requireParticipantsLive();
    referee().requireNoWordOfTheDead();
    if (host.isNamed()) {
      checkItems(next);
    } else {
      // It was deleted: who has it open goes on with it; the others have one of the same name.
      open().stream()
          .filter(j -> j.engine().id() == QueueHeader.id(host.memory()))
          .forEach(this::checkItems);
      checkAnother(next);
      host.forget();
    }
    requireOwnFilesOnly();
    leave();
  }

  /**
   * Whoever is paused may stay so for ever: the others take exactly what is ready, and put exactly
   * what there is room for.
   */
  void goOnWithoutThePaused(SimulatedJvm jvm) {
    int ready = referee().size();
    require(drain(jvm) == ready, "taken, of those ready");
    boolean open = !referee().isClosed();
    int room = open ? referee().room() : 0;
    for (int lap = 0; lap < LAPS && room > 0; lap++) {
      int[] put = {0};
      jvm.does(
          j -> {
            while (j.put(Items.SMALL) > 0) {
              put[0]++;
            }
          });
      require(put[0] == room, "put, where there was room");
      require(drain(jvm) == room, "taken, of those put");
    }
    if (open) {
      jvm.does(j -> j.put(Items.SMALL));
    }
  }

  private void checkItems(SimulatedJvm jvm) {
    // What the living hold they give back now.
    open().forEach(j -> j.does(SimulatedJvm::giveBackHeld));
    jvm.does(j -> require(j.engine().inFlight() == 0, "in nobody's hands"));
    int ready = referee().size();
    require(referee().unsettled() == ready, "everything accepted is ready");
    jvm.does(j -> require(j.engine().size() == ready, "size"));
    require(drain(jvm) == ready, "all that was ready comes out");
    require(referee().settledCount() == referee().acceptedCount(), "all is settled");
    require(referee().room() == SimulatedHost.MAX_SIZE, "the whole room is there");
    if (referee().isClosed()) {
      jvm.does(j -> require(j.put(Items.SMALL) == Engine.CLOSED, "closed"));
      return;
    }
    jvm.does(
        j -> {
          for (int i = 0; i < SimulatedHost.MAX_SIZE; i++) {
            require(j.put(i == 1 ? Items.LARGE : Items.SMALL) == 1, "room");
          }
          require(j.put(Items.SMALL) == Engine.NONE, "full");
        });
    require(drain(jvm) == SimulatedHost.MAX_SIZE, "all that was put comes out");
    require(referee().room() == SimulatedHost.MAX_SIZE, "the whole room is there again");
    jvm.does(j -> require(j.engine().isSettled(), "settled"));
  }

  private static int drain(SimulatedJvm jvm) {
    int[] taken = {0};
    jvm.does(
        j -> {
          while (j.take(1) > 0) {
            taken[0]++;
          }
        });
    return taken[0];
  }

  private static void checkAnother(SimulatedJvm jvm) {
    jvm.does(
        j -> {
          require(j.engine().size() == 0, "empty");
          require(j.engine().room() == SimulatedHost.MAX_SIZE, "room");
        });
  }

  private void requireParticipantsLive() {
    Participants participants = new Participants(host.memory(), new WaitFlags(host.memory()));
    Set<Long> tokens = new HashSet<>();
    for (int slot = 0; slot < Participants.SLOTS; slot++) {
      long word = participants.word(slot);
      if (Participants.isLive(word) || Participants.isDead(word)) {
        require(host.isLiving(Participants.token(word)), "a dead one takes part: slot " + slot);
        tokens.add(Participants.token(word));
      }
    }
    open().stream()
        .filter(jvm -> jvm.engine().id() == QueueHeader.id(host.memory()))
        .forEach(jvm -> require(!Collections.disjoint(jvm.tokens(), tokens), jvm + " is buried"));
    long cause = host.memory().getVolatile(QueueLayout.CAUSES);
    require(cause == 0 || referee().isClosed(), "a cause without its failure");
    for (int area = 1; area <= CAUSE_AREAS; area++) {
      long holder = host.memory().getVolatile(QueueLayout.CAUSES + (long) area * Long.BYTES);
      require(holder == 0 || area == cause, "the dead hold an area for a cause");
    }
  }

  /** The queue's file, and the beacons of the living. */
  private void requireOwnFilesOnly() {
    for (Path file : host.files()) {
      String name = QueueFiles.name(file);
      boolean beacon = name.endsWith(Beacon.LOCK_SUFFIX) || name.endsWith(Beacon.BELL_SUFFIX);
      require(
          beacon
              ? host.isLiving(Beacon.token(file))
              : name.equals(QueueFiles.name(ShmAddress.path(host.address()))),
          "a file is left: " + name);
    }
  }

  /** Everybody leaves in order. */
  void leave() {
    for (SimulatedJvm jvm : host.living()) {
      jvm.does(
          j -> {
            if (j.isOpen()) {
              j.close();
            }
          });
    }
    boolean existed = SharedDirectory.exists(ShmAddress.path(host.address()));
    require(existed != host.settings().anonymous(), "an anonymous queue goes with the last");
    SharedMemoryEngine.delete(host.address());
    for (int i = 0; i < 3; i++) {
      host.living().forEach(jvm -> jvm.does(SimulatedJvm::timePasses));
    }
    require(host.files().isEmpty(), "files: " + host.files());
  }
}
