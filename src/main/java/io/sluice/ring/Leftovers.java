package io.sluice.ring;

import io.sluice.SluiceException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What dead JVMs left in a directory: their lock files and sockets, half-made and half-deleted
 * files, the anonymous queues of dead creators. A lock file goes last, and only when no queue's
 * file names its token any more: it is a witness until then.
 *
 * <p>Harmless beside any number of others who do the same, at any time. The work is done in steps
 * of one queue each, so that a large directory keeps nobody's burial waiting.
 */
final class Leftovers {
  private static final Pattern HALF_MADE =
      Pattern.compile(".+\\.queue\\.new-([0-9a-f]+)-[-0-9a-f]+");
  private static final Pattern HALF_DELETED = Pattern.compile("(.+\\.queue)\\.gone-[-0-9a-f]+");
  private static final Pattern LARGE_ITEM =
      Pattern.compile("(.+\\.queue)\\.([0-9a-f]+)\\.item-\\d+-[0-9a-f]+");

  private final Station station;
  private final Beacon own;
  private final Path directory;
  private final Executor steps;
  private final Set<Long> dead = new HashSet<>();
  private final Queue<Path> queues = new ArrayDeque<>();
  private final CompletableFuture<Void> swept = new CompletableFuture<>();
  private boolean othersLive;

  private Leftovers(Station station, Beacon own, Executor steps) {
    this.station = station;
    this.own = own;
    this.directory = own.directory();
    this.steps = steps;
  }

  /** Begins to sweep the beacon's directory; completes when it is done, never if that fails. */
  static CompletableFuture<Void> sweep(Station station, Beacon own, Executor steps) {
    Leftovers leftovers = new Leftovers(station, own, steps);
    steps.execute(leftovers::begin);
    return leftovers.swept;
  }

  private void begin() {
    List<Path> files = QueueFiles.list(directory);
    for (Path file : files) {
      if (QueueFiles.name(file).endsWith(Beacon.LOCK_SUFFIX)) {
        judge(Beacon.token(file));
      }
    }
    for (Path file : files) {
      if (QueueFiles.name(file).endsWith(QueueFiles.SUFFIX)) {
        addIfOfConcern(file);
      } else {
        drop(file, QueueFiles.name(file));
      }
    }
    steps.execute(this::step);
  }

  /** Where nobody is dead, only an anonymous queue may be left, by a creator who left no trace. */
  private void addIfOfConcern(Path queue) {
    if (!dead.isEmpty() || QueueFiles.name(queue).startsWith(ShmAddress.ANONYMOUS)) {
      queues.add(queue);
    }
  }

  private void judge(long token) {
    if (Witness.isDead(directory, token)) {
      dead.add(token);
    } else if (token != own.token()) {
      othersLive = true;
    }
  }

  private void drop(Path file, String name) {
    if (name.endsWith(Beacon.HALF_MADE_SUFFIX)) {
      if (!Beacon.isOwn(Beacon.token(file)) && Witness.isLockFree(file)) {
        QueueFiles.tryDelete(file);
      }
      return;
    }
    Matcher halfMade = HALF_MADE.matcher(name);
    Matcher halfDeleted = HALF_DELETED.matcher(name);
    Matcher item = LARGE_ITEM.matcher(name);
    if (halfMade.matches() && isGone(Beacon.parse(halfMade.group(1)))) {
      QueueFiles.tryDelete(file);
    } else if (halfDeleted.matches()) {
      tryFinish(directory.resolve(halfDeleted.group(1)), file);
    } else if (item.matches() && isOrphan(directory.resolve(item.group(1)), item.group(2))) {
      QueueFiles.tryDelete(file);
    }
  }

  private static void tryFinish(Path queue, Path gone) {
    try {
      QueueFiles.finish(queue, gone);
    } catch (IOException | SluiceException e) {
      // Somebody else has finished it, or will.
    }
  }

  /**
   * Whether a large item is a deleted queue's: with no other JVM alive, only this one may still
   * have that open.
   */
  private boolean isOrphan(Path queue, String idText) {
    long id = Long.parseUnsignedLong(idText, 16);
    if (othersLive || station.isOpen(queue, id)) {
      return false;
    }
    try {
      return QueueFiles.id(queue) != id;
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException | SluiceException e) {
      return false;
    }
  }

  private void step() {
    Path queue = queues.poll();
    if (queue != null) {
      look(queue);
      steps.execute(this::step);
      return;
    }
    for (long token : dead) {
      Beacon.removeFiles(directory, token);
    }
    swept.complete(null);
  }

  /** Buries the dead who are on record; who cannot be buried keeps his witnesses. */
  private void look(Path queue) {
    try {
      Roll roll = Roll.read(queue);
      if (isOver(roll) || roll.tokens().stream().anyMatch(dead::contains)) {
        bury(queue, roll);
      }
    } catch (NoSuchFileException | AccessDeniedException e) {
      // Nobody of this user is on record there.
    } catch (IOException e) {
      // It may name any of them.
      dead.clear();
    }
  }

  /** Opening a queue sweeps its dead; leaving an anonymous one as the last deletes it. */
  private void bury(Path queue, Roll before) throws IOException {
    try {
      CompletableFuture<Void> unused = station.release(station.open(queue));
      dead.removeAll(Roll.read(queue).tokens());
    } catch (RuntimeException | InternalError e) {
      dead.removeAll(before.tokens());
    }
  }

  /** An anonymous queue that nobody has open, and whose creator is no more. */
  private boolean isOver(Roll roll) {
    return roll.anonymous() && roll.tokens().isEmpty() && isGone(roll.creator());
  }

  private boolean isGone(long token) {
    return dead.contains(token)
        || !Beacon.isOwn(token)
            && !Files.exists(Beacon.lockPath(directory, token), LinkOption.NOFOLLOW_LINKS);
  }
}
