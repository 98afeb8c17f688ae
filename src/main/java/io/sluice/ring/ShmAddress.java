package io.sluice.ring;

import io.sluice.SluiceException;
import io.sluice.memory.SharedDirectory;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Addresses of shared memory: {@code shm:name} in the default directory, {@code
 * shm:///directory/name} elsewhere.
 */
public final class ShmAddress {
  /** What the names of anonymous queues begin with. */
  static final String ANONYMOUS = "anonymous-";

  /** How the name of a one-way pipe's writing end ends, which is its file's. */
  public static final String WRITER = ".writer";

  /** How the name of a one-way pipe's reading end ends, which has no file of its own. */
  public static final String READER = ".reader";

  private static final String SCHEME = "shm";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,119}");

  private ShmAddress() {}

  /**
   * The address of a name.
   *
   * @param directory where, or null for the default directory
   * @param name letters, digits, underscore, and after the first also dot and hyphen; 120 at most
   * @return the address
   * @throws IllegalArgumentException if it is no such name
   */
  public static URI of(@Nullable Path directory, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a name has letters, digits, '_', '-' and '.', 120 at most, and begins with none of the"
              + " last two: "
              + name);
    }
    return directory == null ? URI.create(SCHEME + ':' + name) : in(directory, name);
  }

  /**
   * An address that nothing else has. It names the directory too, for it travels to processes whose
   * default is another.
   *
   * @param directory where, or null for the default directory
   * @return the address
   */
  public static URI anonymous(@Nullable Path directory) {
    return in(
        directory == null ? SharedDirectory.byDefault() : directory, ANONYMOUS + UUID.randomUUID());
  }

  private static URI in(Path directory, String name) {
    String path = directory.toAbsolutePath().normalize().resolve(name).toUri().getRawPath();
    return URI.create(SCHEME + "://" + path);
  }

  /** The file that an address names; that of a pipe's reading end is the writing end's. */
  static Path existing(URI address) {
    Path path = path(address);
    String name = QueueFiles.name(path);
    String reader = READER + QueueFiles.SUFFIX;
    if (!name.endsWith(reader) || SharedDirectory.exists(path)) {
      return path;
    }
    String pipe = name.substring(0, name.length() - reader.length());
    Path writer = path.resolveSibling(pipe + WRITER + QueueFiles.SUFFIX);
    return SharedDirectory.exists(writer) ? writer : path;
  }

  /** The file that an address names. */
  static Path path(URI address) {
    if (!SCHEME.equals(address.getScheme())) {
      throw new SluiceException("not an address of shared memory: " + address);
    }
    Path path = address.isOpaque() ? opaque(address) : hierarchical(address);
    Path name = path.getFileName();
    if (name == null || !NAME.matcher(name.toString()).matches()) {
      throw new SluiceException("no name of a queue in " + address);
    }
    return path.resolveSibling(name + QueueFiles.SUFFIX);
  }

  private static Path opaque(URI address) {
    String name = address.getSchemeSpecificPart();
    if (!NAME.matcher(name).matches()) {
      throw new SluiceException("no name of a queue: " + address);
    }
    return SharedDirectory.byDefault().resolve(name);
  }

  private static Path hierarchical(URI address) {
    if (address.getRawAuthority() != null
        || address.getRawQuery() != null
        || address.getRawFragment() != null) {
      throw new SluiceException("an address of shared memory has a path alone: " + address);
    }
    try {
      return Path.of(new URI("file", null, address.getPath(), null)).toAbsolutePath().normalize();
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new SluiceException("not an address of shared memory: " + address, e);
    }
  }
}
