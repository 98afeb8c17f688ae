package io.sluice.ring;

import io.sluice.SluiceException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** The files of queues: {@code name.queue}, and {@code name.queue.*} for what belongs to it. */
final class QueueFiles {
  static final String SUFFIX = ".queue";

  private QueueFiles() {}

  /**
   * Deletes a queue's files, the queue's own first, so that nobody opens it meanwhile. Whether
   * there was one.
   */
  static boolean delete(Path queue) {
    try {
      boolean existed = Files.deleteIfExists(queue);
      try (DirectoryStream<Path> files =
          Files.newDirectoryStream(
              Station.directory(queue),
              file -> String.valueOf(file.getFileName()).startsWith(queue.getFileName() + "."))) {
        for (Path file : files) {
          Files.deleteIfExists(file);
        }
      }
      return existed;
    } catch (NoSuchFileException | NotDirectoryException e) {
      return false;
    } catch (IOException e) {
      throw new SluiceException("cannot delete " + queue, e);
    }
  }
}
