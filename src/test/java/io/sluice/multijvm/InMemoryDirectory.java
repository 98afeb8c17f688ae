package io.sluice.multijvm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/** Temporary directories where queues usually are, with a path short enough for sockets. */
final class InMemoryDirectory implements TempDirFactory {
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");

  @Override
  public Path createTempDirectory(
      AnnotatedElementContext elementContext, ExtensionContext extensionContext)
      throws IOException {
    return Files.isDirectory(SHARED_MEMORY)
        ? Files.createTempDirectory(SHARED_MEMORY, "sluice-test-")
        : Files.createTempDirectory("sluice-test-");
  }
}
