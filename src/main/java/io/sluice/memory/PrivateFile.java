package io.sluice.memory;

import io.sluice.SluiceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * Files of the user's own that are read and written rather than mapped. New ones are 0600; links
 * are not followed.
 */
public final class PrivateFile {
  /**
   * The JDK copies a heap buffer to a direct one of the same size and keeps that for the thread.
   */
  private static final int SLICE = 1 << 18;

  private PrivateFile() {}

  /**
   * Opens a new file for reading and writing.
   *
   * @param path its name
   * @return the channel
   * @throws IOException if it exists or cannot be made
   */
  public static FileChannel create(Path path) throws IOException {
    return Disk.create(path);
  }

  /**
   * Opens an existing file for reading. Whatever else has that name is not opened: opening a pipe
   * that nobody writes would block for ever.
   *
   * @param path its name
   * @return the channel
   * @throws IOException if there is none, or it is no regular file
   */
  public static FileChannel open(Path path) throws IOException {
    if (!Access.isRegularFile(path)) {
      throw new IOException(path + " is not a regular file");
    }
    return FileChannel.open(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
  }

  /**
   * Reads one word of a file that others map, in native byte order.
   *
   * @param path its name
   * @param offset where the word is
   * @return the word; 0 if the file ends before
   * @throws SluiceException if it is a symbolic link, no regular file, another user's, or open to
   *     others
   * @throws IOException if there is none, or it cannot be read
   */
  public static long readLong(Path path, long offset) throws IOException {
    Access.checkFile(path);
    ByteBuffer word = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
    try (FileChannel channel = open(path)) {
      channel.read(word, offset);
    }
    return word.getLong(0);
  }

  /**
   * Writes a new file.
   *
   * @param path its name
   * @param source the bytes
   * @param from the first byte's index
   * @param length how many
   * @throws IOException if it exists or there is no space
   */
  public static void write(Path path, byte[] source, int from, int length) throws IOException {
    try (FileChannel channel = create(path)) {
      for (int at = 0; at < length; ) {
        ByteBuffer slice = ByteBuffer.wrap(source, from + at, Math.min(SLICE, length - at));
        at += Disk.write(channel, path, slice, at);
      }
    }
  }

  /**
   * Reads a whole file whose length is known.
   *
   * @param path its name
   * @param length its length in bytes
   * @return the bytes
   * @throws IOException if it is missing or has another length
   */
  public static byte[] read(Path path, int length) throws IOException {
    try (FileChannel channel = open(path)) {
      if (channel.size() != length) {
        throw new IOException(path + " has " + channel.size() + " bytes, expected " + length);
      }
      byte[] bytes = new byte[length];
      for (int at = 0; at < length; ) {
        int read = channel.read(ByteBuffer.wrap(bytes, at, Math.min(SLICE, length - at)));
        if (read < 0) {
          throw new IOException(path + " ended after " + at + " bytes");
        }
        at += read;
      }
      return bytes;
    }
  }
}
