package io.sluice.ring;

import io.sluice.SluiceException;
import io.sluice.memory.PrivateFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What dead JVMs left in a directory: their lock files and sockets, half-made files, the anonymous
 * queues of dead creators. A lock file goes last, and only when no queue's file names its token any
 * more: it is a witness until then.
 */
final class Leftovers {
  private Leftovers() {}

  /** Sweeps a directory; harmless beside any number of others who do the same. */
  static void sweep(Beacon own) {
    Path directory = own.directory();
    for (Path lock : list(directory, "*" + Beacon.LOCK_SUFFIX)) {
      long token = token(lock);
      if (token != 0 && Witness.isDead(directory, token) && isNowhere(directory, token)) {
        delete(lock);
        delete(Beacon.bellPath(directory, token));
      }
    }
  }

  private static boolean isNowhere(Path directory, long token) {
    boolean nowhere = true;
    for (Path queue : list(directory, "*" + QueueFiles.SUFFIX)) {
      nowhere &= !names(queue, token) || bury(queue, token);
    }
    return nowhere;
  }

  /** Opens the queue, which sweeps its dead, and looks again. */
  private static boolean bury(Path queue, long token) {
    try {
      Attachment attachment = Station.get().open(queue);
      boolean gone = !names(queue, token);
      CompletableFuture<Void> unused = Station.get().release(attachment);
      return gone;
    } catch (IOException | SluiceException e) {
      return false;
    }
  }

  /** Whether a participant word of the file has the token, or an anonymous queue's creator had. */
  private static boolean names(Path queue, long token) {
    ByteBuffer words =
        ByteBuffer.allocate(Participants.SLOTS * Long.BYTES).order(ByteOrder.nativeOrder());
    try (FileChannel channel = PrivateFile.open(queue)) {
      channel.read(words, QueueLayout.PARTICIPANTS);
      for (int i = 0; i < words.position(); i += Long.BYTES) {
        if (Participants.token(words.getLong(i)) == token) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  private static long token(Path lock) {
    String name = String.valueOf(lock.getFileName());
    try {
      return Long.parseLong(name.substring(0, name.indexOf('.')), 16);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static List<Path> list(Path directory, String glob) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, glob)) {
      files.forEach(found::add);
    } catch (IOException e) {
      // The directory is gone, and everything in it.
    }
    return found;
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // It is the next one's to delete.
    }
  }
}
