package io.sluice.ring;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * This JVM's beacons: one for each directory in which it has a queue open, lit by the first, and
 * put out some time after the last, for the next one may come soon.
 *
 * <p>Lighting and putting out touch files, and are waited for by whoever opens or leaves a queue;
 * the doorbell's thread does neither.
 */
final class Beacons {
  private static final int IDLE_ROUNDS = 2;

  private final Consumer<Beacon> onLit;
  private final Consumer<Beacon> onPutOut;
  private final List<Beacon> lit = new CopyOnWriteArrayList<>();

  // Guarded by this.
  private final Map<Path, Beacon> byDirectory = new HashMap<>();
  private final Map<Beacon, Use> uses = new HashMap<>();

  /** How many use a beacon, and for how many rounds nobody has. */
  private static final class Use {
    private int users;
    private int idleRounds;
  }

  Beacons(Consumer<Beacon> onLit, Consumer<Beacon> onPutOut) {
    this.onLit = onLit;
    this.onPutOut = onPutOut;
  }

  List<Beacon> lit() {
    return lit;
  }

  /** The directory's beacon, which stays lit until {@link #unuse}. */
  synchronized Beacon use(Path directory) {
    Beacon beacon = byDirectory.get(directory);
    if (beacon == null || !beacon.isSeen()) {
      beacon = Beacon.light(directory);
      byDirectory.put(directory, beacon);
      uses.put(beacon, new Use());
      lit.add(beacon);
      onLit.accept(beacon);
    }
    Use use = uses.computeIfAbsent(beacon, unused -> new Use());
    use.users++;
    use.idleRounds = 0;
    return beacon;
  }

  synchronized void unuse(Beacon beacon) {
    Use use = uses.get(beacon);
    if (use != null) {
      use.users--;
    }
  }

  /**
   * From time to time: puts out those that nobody has used for a while. Whether all others are in
   * use.
   */
  synchronized boolean putOutIdle() {
    boolean allUsed = true;
    for (Beacon beacon : lit) {
      Use use = uses.get(beacon);
      if (use != null && use.users == 0) {
        allUsed = false;
        if (++use.idleRounds >= IDLE_ROUNDS) {
          putOut(beacon);
        }
      }
    }
    return allUsed;
  }

  /** The JVM ends: puts out those that nobody uses. */
  synchronized void putOutUnused() {
    for (Beacon beacon : lit) {
      Use use = uses.get(beacon);
      if (use != null && use.users == 0) {
        putOut(beacon);
      }
    }
  }

  private void putOut(Beacon beacon) {
    uses.remove(beacon);
    byDirectory.remove(beacon.directory(), beacon);
    lit.remove(beacon);
    beacon.putOut();
    onPutOut.accept(beacon);
  }
}
