package io.sluice.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Who this process runs as: the numeric user id, or the user's name where there is none. */
final class User {
  private static final String ID = find();

  private User() {}

  static String id() {
    return ID;
  }

  private static String find() {
    try {
      Path self = Path.of("/proc/self");
      if (Files.exists(self)) {
        return String.valueOf(Files.getAttribute(self, "unix:uid"));
      }
      return fromNewFile();
    } catch (IOException e) {
      throw new UncheckedIOException("who runs this process?", e);
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      return System.getProperty("user.name", "user");
    }
  }

  /** Without /proc a file that one makes tells whose one is. */
  private static String fromNewFile() throws IOException {
    Path mine = Files.createTempFile("sluice", ".user");
    try {
      return String.valueOf(Files.getAttribute(mine, "unix:uid"));
    } finally {
      Files.deleteIfExists(mine);
    }
  }
}
