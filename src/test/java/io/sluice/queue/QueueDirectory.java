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
  private static final String SUFFIX = ".queue";

  private QueueDirectory() {}

  /** The queue's files: not those of a JVM whose random name begins like its own. */
  static List<String> filesOf(URI address) {
    Path named = Path.of(address.getPath());
    String name = named.getFileName().toString();
    String own = name.endsWith(SUFFIX) ? name : name + SUFFIX;
    try (Stream<Path> files = Files.list(named.getParent())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.startsWith(own))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
