package io.sluice.queue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The directory that queues are in, seen from outside. */
final class QueueDirectory {
  private QueueDirectory() {}

  /** The files that carry the queue's name. */
  static List<String> filesOf(URI address) {
    Path named = Path.of(address.getPath());
    try (Stream<Path> files = Files.list(named.getParent())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(named.getFileName().toString()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
