package io.sluice.memory;

import io.sluice.SluiceException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;

/**
 * Who may touch a shared file: its owner alone. Directories are 0700, files 0600, neither may be a
 * symbolic link or another user's. Where the file system knows no POSIX permissions (Windows) the
 * user's profile directory has to do it.
 */
final class Access {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  private Access() {}

  /** The attributes of a new file in the default file system: 0600. */
  static FileAttribute<?>[] ownerOnlyFile(Path path) {
    return attributes(path, "rw-------");
  }

  static void keepToOwner(Path path) throws IOException {
    if (POSIX && path.getFileSystem() == FileSystems.getDefault()) {
      Disk.before("mode", path);
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    }
  }

  private static FileAttribute<?>[] attributes(Path path, String mode) {
    return POSIX && path.getFileSystem() == FileSystems.getDefault()
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }

  /** Makes the directory as 0700 if it is missing, then checks it. */
  static void makeDirectory(Path directory) throws IOException {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      Path parent = directory.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Disk.before("directory", directory);
      try {
        Files.createDirectory(directory, attributes(directory, "rwx------"));
      } catch (FileAlreadyExistsException e) {
        // Somebody made it meanwhile; the check below decides whether it is good enough.
      }
    }
    checkDirectory(directory);
  }

  static void checkDirectory(Path directory) throws IOException {
    BasicFileAttributes attributes = attributes(directory);
    if (!attributes.isDirectory()) {
      throw refused(directory, "is not a directory", attributes);
    }
    checkOwnerAndMode(directory);
  }

  static void checkFile(Path file) throws IOException {
    BasicFileAttributes attributes = attributes(file);
    if (!attributes.isRegularFile()) {
      throw refused(file, "is not a regular file", attributes);
    }
    checkOwnerAndMode(file);
  }

  static boolean isRegularFile(Path path) throws IOException {
    return attributes(path).isRegularFile();
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static SluiceException refused(Path path, String why, BasicFileAttributes attributes) {
    return new SluiceException(
        path + " " + why + (attributes.isSymbolicLink() ? " but a symbolic link" : ""));
  }

  private static void checkOwnerAndMode(Path path) throws IOException {
    if (!POSIX) {
      return;
    }
    Map<String, Object> found =
        Files.readAttributes(path, "unix:uid,permissions", LinkOption.NOFOLLOW_LINKS);
    if (!User.id().equals(String.valueOf(found.get("uid")))) {
      throw new SluiceException(
          path + " belongs to user " + found.get("uid") + ", not to user " + User.id());
    }
    @SuppressWarnings("unchecked") // "permissions" of the unix view is a set of permissions
    Set<PosixFilePermission> open = (Set<PosixFilePermission>) found.get("permissions");
    if (open != null && open.stream().anyMatch(OTHERS::contains)) {
      throw new SluiceException(
          path + " is open to others: " + PosixFilePermissions.toString(open));
    }
  }
}
