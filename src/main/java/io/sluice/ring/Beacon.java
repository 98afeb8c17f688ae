package io.sluice.ring;

import io.sluice.SluiceException;
import io.sluice.memory.PrivateFile;
import io.sluice.memory.SharedDirectory;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * How a JVM shows others in a directory that it lives: a file of its own that it holds an exclusive
 * lock on, and a socket that it listens on. Both are named by a random token, never reused; the
 * kernel takes both away when the process ends, and only then, however it ends and however long it
 * was stopped.
 *
 * <pre>
 * &lt;token&gt;.jvm    the lock file: made under another name, locked, then linked, so that it is never seen unlocked
 * &lt;token&gt;.bell   the doorbell's socket
 * </pre>
 *
 * <p>POSIX drops a process's lock when it closes any of its channels on the file, so a JVM never
 * opens a lock file of its own twice: the tokens of this JVM are in a system property, which class
 * loaders share.
 */
final class Beacon {
  static final String LOCK_SUFFIX = ".jvm";
  static final String BELL_SUFFIX = ".bell";

  private static final String OWN_TOKENS = "sluice.jvm.tokens";
  private static final int TOKEN_BITS = 49;
  private static final int BACKLOG = 1024;

  /** Linux has room for 107 bytes and a zero, macOS for 103. */
  private static final int LONGEST_SOCKET_PATH = 103;

  private final Path directory;
  private final long token;
  // Held for the life of the process: losing them would be dying in the eyes of the others.
  private final FileChannel lock;
  private final ServerSocketChannel bell;

  private Beacon(Path directory, long token, FileChannel lock, ServerSocketChannel bell) {
    this.directory = directory;
    this.token = token;
    this.lock = lock;
    this.bell = bell;
  }

  /** Lights a beacon in a directory that exists. Once for each directory and JVM. */
  static Beacon light(Path directory) {
    long token = newToken();
    System.getProperties().merge(OWN_TOKENS, name(token), (before, added) -> before + "," + added);
    try {
      ServerSocketChannel bell = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      bell.bind(UnixDomainSocketAddress.of(bellPath(directory, token)), BACKLOG);
      bell.configureBlocking(false);
      return new Beacon(directory, token, lock(directory, token), bell);
    } catch (IOException e) {
      throw new SluiceException("cannot take part in " + directory, e);
    }
  }

  private static FileChannel lock(Path directory, long token) throws IOException {
    Path named = lockPath(directory, token);
    Path unnamed = directory.resolve(name(token) + ".new");
    FileChannel channel = PrivateFile.create(unnamed);
    if (channel.tryLock() == null) {
      throw new SluiceException("somebody else locked the new file " + unnamed);
    }
    Files.createLink(named, unnamed);
    Files.delete(unnamed);
    return channel;
  }

  private static long newToken() {
    long token = 0;
    while (token == 0) {
      token = new SecureRandom().nextLong() >>> Long.SIZE - TOKEN_BITS;
    }
    return token;
  }

  Path directory() {
    return directory;
  }

  long token() {
    return token;
  }

  ServerSocketChannel bell() {
    return bell;
  }

  boolean isLit() {
    return lock.isOpen() && bell.isOpen();
  }

  /** Whether the token is this JVM's, from whatever class loader. */
  static boolean isOwn(long token) {
    return Arrays.asList(System.getProperty(OWN_TOKENS, "").split(",")).contains(name(token));
  }

  static String name(long token) {
    return Long.toHexString(token);
  }

  static Path lockPath(Path directory, long token) {
    return directory.resolve(name(token) + LOCK_SUFFIX);
  }

  /**
   * Beside the lock file, or, where that is too long for a socket's address, in the default
   * directory.
   */
  static Path bellPath(Path directory, long token) {
    String name = name(token) + BELL_SUFFIX;
    Path beside = directory.resolve(name);
    if (beside.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_SOCKET_PATH) {
      return beside;
    }
    Path elsewhere = SharedDirectory.byDefault();
    SharedDirectory.require(elsewhere);
    return elsewhere.resolve(name);
  }
}
