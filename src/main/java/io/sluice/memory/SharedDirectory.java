package io.sluice.memory;

import io.sluice.SluiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Where shared files live: by default in memory, in a directory of the user's own. */
public final class SharedDirectory {
  private static final Path LINUX_SHARED_MEMORY = Path.of("/dev/shm");

  private SharedDirectory() {}

  /**
   * The directory of addresses that name none: the system property {@code sluice.dir}, else the
   * environment variable {@code SLUICE_DIR}, else {@code /dev/shm/sluice-<uid>} on Linux, else
   * {@code sluice-<uid>} in {@code java.io.tmpdir}.
   *
   * @return an absolute path; nothing is made
   */
  public static Path byDefault() {
    String named = System.getProperty("sluice.dir");
    if (named == null || named.isBlank()) {
      named = System.getenv("SLUICE_DIR");
    }
    if (named != null && !named.isBlank()) {
      return Path.of(named).toAbsolutePath().normalize();
    }
    Path base =
        Files.isDirectory(LINUX_SHARED_MEMORY)
            ? LINUX_SHARED_MEMORY
            : Path.of(System.getProperty("java.io.tmpdir"));
    return base.resolve("sluice-" + User.id()).toAbsolutePath().normalize();
  }

  /**
   * Makes the directory, as 0700, if it is missing, and checks that it is the caller's own.
   *
   * @param directory the directory
   * @throws SluiceException if it cannot be made, is a symbolic link, another user's, or open to
   *     others
   */
  public static void require(Path directory) {
    try {
      Access.makeDirectory(directory);
    } catch (IOException e) {
      throw new SluiceException("cannot use the directory " + directory, e);
    }
  }

  /**
   * Checks that an existing directory is the caller's own.
   *
   * @param directory the directory
   * @throws SluiceException if it is a symbolic link, another user's, or open to others
   * @throws IOException if there is none
   */
  public static void check(Path directory) throws IOException {
    Access.checkDirectory(directory);
  }

  /**
   * Takes all rights on a file but the owner's reading and writing away.
   *
   * @param path the file
   * @throws IOException if it cannot be changed
   */
  public static void keepToOwner(Path path) throws IOException {
    Access.keepToOwner(path);
  }

  /**
   * Whether something of that name is there, whatever it is.
   *
   * @param path the name
   * @return whether it exists
   */
  public static boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }
}
