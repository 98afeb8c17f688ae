package io.sluice.ring;

import io.sluice.memory.Memory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One file, mapped twice, with room for many small queues: each try of a test has one of its own,
 * and each of its actors reaches it through another mapping, as two processes would.
 */
final class Regions {
  static final int TRIES_AT_A_TIME = 512;

  /** Twice as many would do: those that end and those that begin. */
  private static final int COUNT = 8 * TRIES_AT_A_TIME;

  private static final int PAGE = 4096;
  private static final AtomicInteger NEXT = new AtomicInteger();
  private static final int SIZE =
      (int) (new QueueLayout(Pair.MAX_SIZE, Pair.ITEM_SIZE).fileLength() + PAGE - 1) & -PAGE;
  private static final ByteBuffer FIRST;
  private static final ByteBuffer SECOND;

  static {
    Path shm = Path.of("/dev/shm");
    try {
      Path file =
          Files.isWritable(shm)
              ? Files.createTempFile(shm, "sluice-jcstress", null)
              : Files.createTempFile("sluice-jcstress", null);
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        FIRST = channel.map(MapMode.READ_WRITE, 0, (long) COUNT * SIZE);
        SECOND = channel.map(MapMode.READ_WRITE, 0, (long) COUNT * SIZE);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Regions() {}

  static int next() {
    return NEXT.getAndIncrement() & (COUNT - 1);
  }

  static Memory first(int region) {
    return new Region(FIRST, region);
  }

  static Memory second(int region) {
    return new Region(SECOND, region);
  }

  private static final class Region extends Memory {
    Region(ByteBuffer mapping, int region) {
      super(
          new ByteBuffer[] {mapping.slice(region * SIZE, SIZE).order(ByteOrder.nativeOrder())},
          Integer.SIZE - 2,
          SIZE);
    }
  }
}
