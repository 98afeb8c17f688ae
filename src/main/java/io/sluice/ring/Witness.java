package io.sluice.ring;

import io.sluice.memory.PrivateFile;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
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
        && isBellGone(Beacon.bellPath(directory, token));
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

  /** Only a refusal counts; a stopped process whose backlog is full gives other failures. */
  private static boolean isBellGone(Path bell) {
    if (!Files.exists(bell, LinkOption.NOFOLLOW_LINKS)) {
      return true;
    }
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.configureBlocking(false);
      channel.connect(UnixDomainSocketAddress.of(bell));
      return false;
    } catch (ConnectException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
