package io.sluice.memory;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every change of a directory or of a file's content that other processes see, one method each: so
 * a test can stop a process before any single one of them, as it can before any access to {@link
 * Memory}. What only reads is not here.
 *
 * <p>Thread-safe.
 */
public final class Disk {
  /** Whom a test puts before each change. */
  interface Watch {
    /** Called before each change: may throw, or block the caller. */
    void before(String change, Path path);

    /** Something was opened that the kernel would close at the process's end. */
    void opened(Channel channel);
  }

  private static volatile @Nullable Watch watch;

  private Disk() {}

  /** For tests alone; null for nobody. */
  static void setWatch(@Nullable Watch next) {
    watch = next;
  }

  static void before(String change, Path path) {
    Watch present = watch;
    if (present != null) {
      present.before(change, path);
    }
  }

  private static void opened(Channel channel) {
    Watch present = watch;
    if (present != null) {
      present.opened(channel);
    }
  }

  /** Opens a new file, 0600, for reading and writing. */
  static FileChannel create(Path path) throws IOException {
    before("create", path);
    FileChannel channel =
        FileChannel.open(
            path,
            Set.of(
                StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
            Access.ownerOnlyFile(path));
    opened(channel);
    return channel;
  }

  /** Writes what the file system takes at once; how much that was. */
  static int write(FileChannel channel, Path path, ByteBuffer source, long at) throws IOException {
    before("write", path);
    return channel.write(source, at);
  }

  /**
   * Locks a whole file that the caller has just created, unless somebody else has.
   *
   * @param channel the file
   * @param path its name
   * @return the lock, held until the channel is closed, or null
   * @throws IOException if it cannot be locked
   */
  public static @Nullable FileLock lock(FileChannel channel, Path path) throws IOException {
    before("lock", path);
    return channel.tryLock();
  }

  /**
   * Gives a file one more name.
   *
   * @param named the name, which is not taken
   * @param existing the name it has
   * @throws IOException if there is no such file, or the name is taken
   */
  public static void link(Path named, Path existing) throws IOException {
    before("link", named);
    Files.createLink(named, existing);
  }

  /**
   * Makes a symbolic link.
   *
   * @param link its name, which is not taken
   * @param target where it leads
   * @throws IOException if the name is taken
   */
  public static void symlink(Path link, Path target) throws IOException {
    before("symlink", link);
    Files.createSymbolicLink(link, target);
  }

  /**
   * Renames a file, in one step where the file system can.
   *
   * @param from its name
   * @param to its new name
   * @throws IOException if there is none
   */
  public static void move(Path from, Path to) throws IOException {
    before("move", from);
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to);
    }
  }

  /**
   * Deletes a file.
   *
   * @param path its name
   * @return whether there was one
   * @throws IOException if it cannot be deleted
   */
  public static boolean delete(Path path) throws IOException {
    before("delete", path);
    return Files.deleteIfExists(path);
  }

  /**
   * Makes a socket's file and listens on it.
   *
   * @param socket the socket, unbound
   * @param path the file's name, which is not taken
   * @param backlog how many calls wait until they are answered
   * @throws IOException if it cannot be made
   */
  public static void listen(ServerSocketChannel socket, Path path, int backlog) throws IOException {
    before("listen", path);
    socket.bind(UnixDomainSocketAddress.of(path), backlog);
    opened(socket);
  }
}
