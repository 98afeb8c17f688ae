package io.sluice.bench.recovery;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * How many items a process wrote, or read, kept in a file: what it says is known also when the
 * process was killed. One thread counts.
 */
final class Tally {
  private final int index;
  private final MappedByteBuffer file;
  private long count;
  private volatile boolean enough;
  private volatile boolean stalling;

  private Tally(int index, MappedByteBuffer file) {
    this.index = index;
    this.file = file;
  }

  /**
   * @param name for example {@code writer-0}, of the process
   */
  static Tally create(Path workspace, String name) throws IOException {
    return new Tally(index(name), map(workspace.resolve(name)));
  }

  /** What a process has counted. */
  static long read(Path workspace, String name) throws IOException {
    return map(workspace.resolve(name)).getLong(0);
  }

  int index() {
    return index;
  }

  void count() {
    file.putLong(0, ++count);
  }

  long total() {
    return count;
  }

  /** Whether to stop writing. */
  boolean isEnough() {
    return enough;
  }

  void enough() {
    enough = true;
  }

  /** Whether to stop in the middle of a write, where the system can be made to. */
  boolean isStalling() {
    return stalling;
  }

  void stall() {
    stalling = true;
  }

  private static int index(String name) {
    return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
  }

  private static MappedByteBuffer map(Path path) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES);
      mapped.order(ByteOrder.nativeOrder());
      return mapped;
    }
  }
}
