package io.sluice.hostile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/** Writes into a queue's file what no process of the library would write there. */
final class Damage {
  private static final int HEADER = 4096;
  private static final int RINGS = 25_600;
  private static final long[] EXTREMES = {0, -1, 1, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 32, 255};

  private final Random random;

  Damage(Random random) {
    this.random = random;
  }

  /** Changes some words of a file that others may have mapped. */
  void change(Path file, int words) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      for (int i = 0; i < words; i++) {
        long at = offset(channel.size());
        write(channel, at, word(channel, at));
      }
    }
  }

  /** The whole file, but for its length, or a part of it. */
  void fill(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      byte[] bytes = new byte[1 + random.nextInt((int) channel.size())];
      random.nextBytes(bytes);
      channel.write(
          ByteBuffer.wrap(bytes), random.nextInt((int) channel.size() - bytes.length + 1));
    }
  }

  /** Anywhere, but mostly where the words are that everything depends on. */
  private long offset(long size) {
    long from = random.nextInt(4) == 0 ? 0 : random.nextInt(4) == 0 ? HEADER : RINGS;
    return from + random.nextInt((int) (size - from) / Long.BYTES) * (long) Long.BYTES;
  }

  private long word(FileChannel channel, long at) throws IOException {
    return switch (random.nextInt(5)) {
      case 0 -> random.nextLong();
      case 1 -> EXTREMES[random.nextInt(EXTREMES.length)];
      case 2 -> read(channel, at) ^ 1L << random.nextInt(Long.SIZE);
      case 3 -> read(channel, at) + random.nextInt(300) - 150;
      default -> read(channel, offset(channel.size()));
    };
  }

  private static long read(FileChannel channel, long at) throws IOException {
    ByteBuffer word = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
    channel.read(word, at);
    return word.getLong(0);
  }

  private static void write(FileChannel channel, long at, long value) throws IOException {
    channel.write(
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(0, value), at);
  }
}
