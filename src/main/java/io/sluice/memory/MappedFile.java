package io.sluice.memory;

import io.sluice.IncompatibleQueueException;
import io.sluice.SluiceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Makes and maps the files that processes share.
 *
 * <p>A file comes into being whole: zeros are written under another name (so that a full file
 * system is an error now and not a bus error later; extending by length alone would only promise
 * the pages), the content is formatted there, and a hard link gives it its name, which fails if the
 * name exists. A file is never truncated while it lives.
 *
 * <p>Java 17 has no public way to unmap: the address space and the pages of a deleted file go when
 * the last buffer on them is collected. See {@link Collector} for when that is asked for.
 */
public final class MappedFile {
  private static final int SEGMENT_SHIFT = 30;
  private static final long SEGMENT = 1L << SEGMENT_SHIFT;

  /** The most bytes that may be accessed as one unit: what segments overlap by. */
  public static final int OVERLAP = 64 << 20;

  private static final int ZEROS = 1 << 20;

  private MappedFile() {}

  /**
   * Creates a file of zeros, lets {@code format} fill it, and only then gives it its name.
   *
   * @param path the file's name to be
   * @param unnamed what it is called until then, in the same directory; not taken
   * @param length in bytes
   * @param format writes the initial content
   * @return the mapped file
   * @throws FileAlreadyExistsException if the name is taken
   * @throws IOException if the directory or the space is lacking
   */
  public static Memory create(Path path, Path unnamed, long length, Consumer<Memory> format)
      throws IOException {
    try {
      Collector.collectIfMuch();
      Memory memory = fill(unnamed, length);
      format.accept(memory);
      Disk.link(path, unnamed);
      return memory;
    } finally {
      Disk.delete(unnamed);
    }
  }

  private static Memory fill(Path path, long length) throws IOException {
    for (int attempts = 0; ; attempts++) {
      try (FileChannel channel = Disk.create(path)) {
        writeZeros(channel, path, length);
        return map(channel, length);
      } catch (IOException e) {
        if (!Collector.mayHaveFreed(e, attempts)) {
          throw e;
        }
        Disk.delete(path);
      }
    }
  }

  private static void writeZeros(FileChannel channel, Path path, long length) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(length, ZEROS));
    for (long at = 0; at < length; ) {
      zeros.clear().limit((int) Math.min(zeros.capacity(), length - at));
      at += Disk.write(channel, path, zeros, at);
    }
  }

  /**
   * Maps an existing file of the caller's own.
   *
   * @param path the file
   * @param least the fewest bytes it must have
   * @return the mapped file
   * @throws NoSuchFileException if there is none
   * @throws IncompatibleQueueException if it has fewer
   * @throws SluiceException if it is a symbolic link, no regular file, another user's, or open to
   *     others
   * @throws IOException if it cannot be opened
   */
  public static Memory open(Path path, long least) throws IOException {
    Access.checkFile(path);
    try (FileChannel channel =
        FileChannel.open(
            path,
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS))) {
      long length = channel.size();
      if (length < least) {
        throw new IncompatibleQueueException(
            "length of " + path, length + " bytes", least + " bytes or more");
      }
      return map(channel, length);
    }
  }

  /**
   * Says that a mapped file is used no more. Where much has been said so and not been collected, a
   * collection is asked for when the next file is created.
   *
   * @param memory the mapped file
   */
  public static void release(Memory memory) {
    memory.released();
  }

  private static Memory map(FileChannel channel, long length) throws IOException {
    int count = (int) Math.max(1, (length + SEGMENT - 1) >>> SEGMENT_SHIFT);
    ByteBuffer[] segments = new ByteBuffer[count];
    for (int i = 0; i < count; i++) {
      long start = i * SEGMENT;
      MappedByteBuffer segment =
          channel.map(MapMode.READ_WRITE, start, Math.min(SEGMENT + OVERLAP, length - start));
      segments[i] = segment.order(ByteOrder.nativeOrder());
    }
    return new Memory(segments, SEGMENT_SHIFT, length);
  }
}
