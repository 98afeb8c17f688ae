package io.sluice.ring;

import io.sluice.SluiceException;
import io.sluice.memory.Disk;
import io.sluice.memory.PrivateFile;
import io.sluice.memory.SharedDirectory;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * How a JVM shows others in a directory that it lives: a file of its own that it holds an exclusive
 * lock on, and a socket that it listens on. Both are named by a random token, never reused; the
 * kernel takes both away when the process ends, and only then, however it ends and however long it
 * was stopped.
 *
 * <pre>
 * &lt;token&gt;.jvm    the lock file, holds the pid: made as &lt;token&gt;.new, locked, then linked, so that it is never
 *                seen unlocked
 * &lt;token&gt;.bell   the doorbell's socket; or, where that path is too long for a socket's address, a link to it
 * </pre>
 *
 * <p>The lock file comes first and goes last: where there is a bell there is a lock file too, so
 * whoever cleans up needs to look for nothing else. While a word of a queue names the token both
 * stay, for they are the witnesses of its JVM's life.
 */
final class Beacon {
  static final String LOCK_SUFFIX = ".jvm";
  static final String BELL_SUFFIX = ".bell";
  static final String HALF_MADE_SUFFIX = ".new";

  private static final int TOKEN_BITS = 49;
  private static final int BACKLOG = 1024;
  private static final int LOCK_TRIES = 100;
  private static final int LONGEST_PID = 20;

  /** Linux has room for 107 bytes and a zero, macOS for 103. */
  private static final int LONGEST_SOCKET_PATH = 103;

  private final Path directory;
  private final long token;
  private final FileChannel lock;
  private final Path bellPath;
  private final ServerSocketChannel bell;

  private Beacon(
      Path directory, long token, FileChannel lock, Path bellPath, ServerSocketChannel bell) {
    this.directory = directory;
    this.token = token;
    this.lock = lock;
    this.bellPath = bellPath;
    this.bell = bell;
  }

  /** Lights a beacon in a directory that exists. */
  static Beacon light(Path directory) {
    long token = newToken();
    OwnTokens.add(name(token));
    FileChannel lock = null;
    Path bellPath = beside(directory, token);
    ServerSocketChannel bell = null;
    try {
      lock = lock(directory, token);
      bellPath = place(directory, token);
      bell = listen(bellPath);
      return new Beacon(directory, token, lock, bellPath, bell);
    } catch (IOException | SluiceException e) {
      remove(directory, token, bellPath, bell, lock);
      throw new SluiceException("cannot take part in " + directory, e);
    }
  }

  private static long newToken() {
    long token = 0;
    while (token == 0) {
      token = new SecureRandom().nextLong() >>> Long.SIZE - TOKEN_BITS;
    }
    return token;
  }

  /**
   * Whoever cleans up may ask after the half-made file's lock before it is there: then he is in the
   * way for a moment, or has deleted it, and it is made again.
   */
  private static FileChannel lock(Path directory, long token) throws IOException {
    Path unnamed = directory.resolve(name(token) + HALF_MADE_SUFFIX);
    for (int i = 0; i < LOCK_TRIES; i++) {
      FileChannel channel = PrivateFile.create(unnamed);
      boolean shown = false;
      try {
        if (Disk.lock(channel, unnamed) != null) {
          writePid(channel);
          shown = link(lockPath(directory, token), unnamed);
        }
      } finally {
        Disk.delete(unnamed);
        if (!shown) {
          channel.close();
        }
      }
      if (shown) {
        return channel;
      }
    }
    throw new IOException("somebody locks or deletes each new file in " + directory);
  }

  /** For people, and for messages: nothing depends on it, since pids lie across containers. */
  private static void writePid(FileChannel channel) throws IOException {
    String pid = Long.toString(ProcessHandle.current().pid());
    channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
  }

  /** The pid of the JVM of that token, as it saw it itself; 0 if that is not known. */
  static long pid(Path directory, long token) {
    ByteBuffer text = ByteBuffer.allocate(LONGEST_PID);
    try (FileChannel channel = PrivateFile.open(lockPath(directory, token))) {
      channel.read(text, 0);
      return Long.parseLong(
          new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII));
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }

  private static boolean link(Path named, Path unnamed) throws IOException {
    try {
      Disk.link(named, unnamed);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Where the socket goes; if not beside the lock file, a link there leads to it. */
  private static Path place(Path directory, long token) throws IOException {
    Path beside = beside(directory, token);
    if (fits(beside)) {
      return beside;
    }
    Path defaults = SharedDirectory.byDefault();
    Path elsewhere = beside(defaults, token);
    if (fits(elsewhere)) {
      SharedDirectory.require(defaults);
    } else {
      elsewhere = beside(Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath(), token);
    }
    if (!fits(elsewhere)) {
      throw new IOException("no place for a socket: the path is too long: " + elsewhere);
    }
    Disk.symlink(beside, elsewhere);
    return elsewhere;
  }

  private static boolean fits(Path socket) {
    return socket.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_SOCKET_PATH;
  }

  private static ServerSocketChannel listen(Path path) throws IOException {
    ServerSocketChannel bell = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      Disk.listen(bell, path, BACKLOG);
      SharedDirectory.keepToOwner(path);
      bell.configureBlocking(false);
      return bell;
    } catch (IOException e) {
      bell.close();
      throw e;
    }
  }

  /** Nothing names this JVM in the directory any more: its files go, then lock and socket. */
  void putOut() {
    remove(directory, token, bellPath, bell, lock);
  }

  /** Removes the files of a JVM that is dead and named nowhere; the bell before the lock. */
  static void removeFiles(Path directory, long token) {
    try {
      QueueFiles.tryDelete(bellPath(directory, token));
    } catch (IOException e) {
      // It has no bell any more.
    }
    QueueFiles.tryDelete(beside(directory, token));
    QueueFiles.tryDelete(lockPath(directory, token));
  }

  private static void remove(
      Path directory,
      long token,
      Path bellPath,
      @Nullable ServerSocketChannel bell,
      @Nullable FileChannel lock) {
    QueueFiles.tryDelete(bellPath);
    QueueFiles.tryDelete(beside(directory, token));
    QueueFiles.tryDelete(lockPath(directory, token));
    close(bell);
    close(lock);
    OwnTokens.remove(name(token));
  }

  private static void close(@Nullable Channel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // What it was for is gone already.
    }
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

  /** Whether others can see it: the directory may have been deleted, or emptied, and made again. */
  boolean isSeen() {
    return Files.exists(lockPath(directory, token), LinkOption.NOFOLLOW_LINKS)
        && Files.exists(beside(directory, token), LinkOption.NOFOLLOW_LINKS);
  }

  /** Whether the token is this JVM's, from whatever class loader. */
  static boolean isOwn(long token) {
    return OwnTokens.contains(name(token));
  }

  static String name(long token) {
    return Long.toHexString(token);
  }

  /** The token in the name of a beacon's file; 0 if there is none. */
  static long token(Path file) {
    String name = String.valueOf(file.getFileName());
    return parse(name.substring(0, Math.max(0, name.indexOf('.'))));
  }

  static long parse(String name) {
    try {
      return Long.parseLong(name, 16);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  static Path lockPath(Path directory, long token) {
    return directory.resolve(name(token) + LOCK_SUFFIX);
  }

  /** The name of the socket, or of the link to it. */
  static Path beside(Path directory, long token) {
    return directory.resolve(name(token) + BELL_SUFFIX);
  }

  /**
   * The socket of a JVM. Reads a link where the directory's path is long.
   *
   * @throws NoSuchFileException if it is gone
   */
  static Path bellPath(Path directory, long token) throws IOException {
    Path beside = beside(directory, token);
    return fits(beside) ? beside : Files.readSymbolicLink(beside);
  }
}
