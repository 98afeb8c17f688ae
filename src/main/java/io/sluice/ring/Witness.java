package io.sluice.ring;

import io.sluice.memory.PrivateFile;
import io.sluice.memory.SharedDirectory;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;

/**
 * Whether a JVM is dead, by the kernel's word and never by a clock's: its lock is free and its
 * doorbell refuses. A stopped process keeps both; pids are not asked, for they lie across
 * containers. Anything doubtful means alive.
 */
final class Witness {
  private Witness() {}

  static boolean isDead(Path directory, long token) {
    return !Beacon.isOwn(token)
        && isLockFree(Beacon.lockPath(directory, token))
        && isBellGone(directory, token);
  }

  /** Whether there is no witness at all: not enough to call it dead. */
  static boolean isGone(Path directory, long token) {
    return !SharedDirectory.exists(Beacon.lockPath(directory, token))
        && !SharedDirectory.exists(Beacon.beside(directory, token));
  }

  /** A missing lock file says nothing: somebody may have cleaned the directory. */
  static boolean isLockFree(Path file) {
    try (FileChannel channel = PrivateFile.open(file);
        FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
      return lock != null;
    } catch (IOException | OverlappingFileLockException e) {
      return false;
    }
  }

  /**
   * Only a refusal counts; a stopped process whose backlog is full gives other failures. A socket
   * that has no name, or whose name leads to a place that cannot be seen from here, leaves the
   * answer to the lock.
   */
  private static boolean isBellGone(Path directory, long token) {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      Path bell = Beacon.bellPath(directory, token);
      if (!Files.exists(bell)) {
        return true;
      }
      channel.configureBlocking(false);
      channel.connect(UnixDomainSocketAddress.of(bell));
      return false;
    } catch (ConnectException | NoSuchFileException | NotLinkException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
