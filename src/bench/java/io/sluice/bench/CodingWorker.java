package io.sluice.bench;

import java.util.List;

/**
 * The child JVM of {@link CodingAlone}: {@code CodingWorker <peer> <warm-up ms> <window ms>}, all
 * on one thread.
 */
public final class CodingWorker {
  static final List<String> PEERS = List.of("kryo", "kryo-record", "codec", "codec-record");

  private static final int ITEMS = 1 << 12;

  private CodingWorker() {}

  public static void main(String[] args) {
    Loop<?> loop =
        args[0].endsWith("record") ? loop(args[0], Payload.RECORD) : loop(args[0], Payload.KRYO);
    loop.run(Long.parseLong(args[1]));
    loop.reset();
    loop.run(Long.parseLong(args[2]));
    loop.report();
  }

  private static <T> Loop<T> loop(String peer, Payload<T> payload) {
    Class<T> type = payload.type();
    return new Loop<>(
        payload, peer.startsWith("codec") ? Coding.codec(type, ITEMS) : Coding.kryo(type, ITEMS));
  }

  /**
   * Writes a block of items, then reads it, by turns, so that the compiler sees both as they are
   * used together.
   */
  private static final class Loop<T> {
    private final Payload<T> payload;
    private final Coding<T> coding;
    private long items;
    private long writeNanos;
    private long readNanos;
    private int bytes;

    Loop(Payload<T> payload, Coding<T> coding) {
      this.payload = payload;
      this.coding = coding;
    }

    void run(long millis) {
      long end = System.nanoTime() + millis * 1_000_000;
      while (System.nanoTime() < end) {
        coding.rewind();
        long start = System.nanoTime();
        long sent = writeBlock();
        long middle = System.nanoTime();
        long received = readBlock();
        readNanos += System.nanoTime() - middle;
        writeNanos += middle - start;
        items += ITEMS;
        if (sent != received) {
          throw new IllegalStateException("wrote ids of " + sent + " but read " + received);
        }
      }
      bytes = coding.rewind();
    }

    void reset() {
      items = 0;
      writeNanos = 0;
      readNanos = 0;
    }

    void report() {
      System.out.printf(
          "%s%s %.1f %.1f %.1f%n",
          Protocol.PREFIX,
          Protocol.NANOS,
          (double) writeNanos / items,
          (double) readNanos / items,
          (double) bytes / ITEMS);
    }

    private long writeBlock() {
      long sum = 0;
      for (long id = items; id < items + ITEMS; id++) {
        T item = payload.create().apply(id);
        coding.write(item);
        sum += payload.id().applyAsLong(item);
      }
      return sum;
    }

    private long readBlock() {
      long sum = 0;
      for (int i = 0; i < ITEMS; i++) {
        sum += payload.id().applyAsLong(coding.read());
      }
      return sum;
    }
  }
}
