package io.sluice.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A fresh directory for one repetition, in memory where the system has such a place; gone when
 * closed.
 */
public final class Workspace implements AutoCloseable {
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");
  private static final int ATTEMPTS = 5;

  private static final Duration END = Duration.ofSeconds(5);

  private final Path path;
  private final Thread abandon = new Thread(this::abandon, "bench-abandon");

  private Workspace(Path path) {
    this.path = path;
  }

  public static Workspace create() throws IOException {
    String prefix = "sluice-bench-";
    Path created =
        Files.isWritable(SHARED_MEMORY)
            ? Files.createTempDirectory(SHARED_MEMORY, prefix)
            : Files.createTempDirectory(prefix);
    Workspace workspace = new Workspace(created);
    Runtime.getRuntime().addShutdownHook(workspace.abandon);
    return workspace;
  }

  public Path path() {
    return path;
  }

  @Override
  public void close() {
    deleteTree(path);
    try {
      Runtime.getRuntime().removeShutdownHook(abandon);
    } catch (IllegalStateException e) {
      // We are being ended, and it runs already.
    }
  }

  /** When this process is interrupted: the children would add files to what is being deleted. */
  private void abandon() {
    ProcessHandle self = ProcessHandle.current();
    List<ProcessHandle> children = self.children().toList();
    self.descendants().forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle child : children) {
      child.onExit().completeOnTimeout(child, END.toMillis(), TimeUnit.MILLISECONDS).join();
    }
    deleteTree(path);
  }

  /**
   * Deletes a directory; tries again when a process that is just ending adds or removes a file
   * meanwhile.
   */
  public static void deleteTree(Path root) {
    for (int attempt = 1; Files.exists(root); attempt++) {
      try {
        deleteOnce(root);
      } catch (IOException | UncheckedIOException e) {
        if (attempt == ATTEMPTS) {
          throw new IllegalStateException("cannot delete " + root, e);
        }
      }
    }
  }

  private static void deleteOnce(Path root) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> tree = Files.walk(root)) {
      deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
    } catch (NoSuchFileException e) {
      return;
    }
    for (Path each : deepestFirst) {
      Files.deleteIfExists(each);
    }
  }
}
