package io.sluice.ring;

import io.sluice.SluiceException;
import io.sluice.memory.Disk;
import io.sluice.memory.PrivateFile;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The files of a queue, all beginning with its name.
 *
 * <pre>
 * name.queue                          the queue
 * name.queue.new-&lt;token&gt;-&lt;uuid&gt;       while the JVM of that token makes it
 * name.queue.gone-&lt;uuid&gt;              while it is deleted
 * name.queue.&lt;id&gt;.item-*              its large items, see {@link ItemFiles}
 * </pre>
 *
 * <p>The id is the queue's own, for a name may be used again: who has a deleted queue open goes on
 * with it, large items included, and never meets those of a later queue of that name. No queue is
 * named like another one's further files, since queues' own files end with {@value #SUFFIX}.
 */
final class QueueFiles {
  static final String SUFFIX = ".queue";
  static final String NEW = ".new-";
  static final String GONE = ".gone-";

  private QueueFiles() {}

  /** What the names of a queue's large items begin with. */
  static Path items(Path queue, long id) {
    return queue.resolveSibling(queue.getFileName() + "." + Long.toHexString(id));
  }

  /** What a half-made queue's file is called. */
  static Path halfMade(Path queue, Beacon creator) {
    return queue.resolveSibling(
        queue.getFileName() + NEW + Beacon.name(creator.token()) + '-' + UUID.randomUUID());
  }

  /**
   * Reads the id of the queue of that name.
   *
   * @throws NoSuchFileException if there is none
   */
  static long id(Path queue) throws IOException {
    return PrivateFile.readLong(queue, QueueHeader.AT_ID);
  }

  /** Whether a queue's file is shorter than it was when it was mapped. */
  static boolean isCut(Path queue, long id, long length) {
    try {
      long now = Files.size(queue);
      return now < length && (now < QueueHeader.LENGTH || id(queue) == id);
    } catch (IOException | SluiceException e) {
      // It has no name any more, and nobody who could cut it.
      return false;
    }
  }

  /**
   * Deletes a queue's files, the queue's own first, so that nobody opens it meanwhile. Whether
   * there was one.
   */
  static boolean delete(Path queue) {
    try {
      // Taken away first, for only then is it known whose further files are to be deleted.
      Path gone = queue.resolveSibling(queue.getFileName() + GONE + UUID.randomUUID());
      if (!Files.isRegularFile(queue, LinkOption.NOFOLLOW_LINKS)) {
        return Disk.delete(queue);
      }
      Disk.move(queue, gone);
      finishUnlessDone(queue, gone);
      return true;
    } catch (NoSuchFileException | NotDirectoryException e) {
      return false;
    } catch (IOException e) {
      throw new SluiceException("cannot delete " + queue, e);
    }
  }

  private static void finishUnlessDone(Path queue, Path gone) throws IOException {
    try {
      finish(queue, gone);
    } catch (NoSuchFileException e) {
      // Somebody who cleans up the directory was quicker, and this goes last.
    }
  }

  /**
   * Deletes a queue that was taken away, its large items before it: then anybody can do it again.
   */
  static void finish(Path queue, Path gone) throws IOException {
    try {
      deleteItems(queue, id(gone));
    } finally {
      Disk.delete(gone);
    }
  }

  /** Deletes the large items of a queue. */
  static void deleteItems(Path queue, long id) throws IOException {
    String items = items(queue, id).getFileName() + ItemFiles.INFIX;
    for (Path file : list(Station.directory(queue))) {
      if (name(file).startsWith(items) && !name(file).endsWith(SUFFIX)) {
        Disk.delete(file);
      }
    }
  }

  /** The files of a directory; none where that is gone. */
  static List<Path> list(Path directory) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      files.forEach(found::add);
    } catch (IOException | DirectoryIteratorException e) {
      // The directory is gone, and everything in it.
    }
    return found;
  }

  static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  static void tryDelete(Path file) {
    try {
      Disk.delete(file);
    } catch (IOException e) {
      // It is the next one's to delete.
    }
  }
}
