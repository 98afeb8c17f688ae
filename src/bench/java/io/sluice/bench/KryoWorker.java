package io.sluice.bench;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.List;

/**
 * The child JVM of {@link KryoAlone}: {@code KryoWorker <payload> <warm-up ms> <window ms>}, on one
 * thread and one array.
 */
public final class KryoWorker {
  static final List<String> PEERS = List.of(Payload.KRYO.name(), Payload.RECORD.name());

  private static final int ITEMS = 1 << 12;
  private static final int ITEM_BYTES = 64;

  private KryoWorker() {}

  public static void main(String[] args) {
    Payload<?> payload = args[0].equals(Payload.KRYO.name()) ? Payload.KRYO : Payload.RECORD;
    Loop<?> loop = new Loop<>(payload);
    loop.run(Long.parseLong(args[1]));
    loop.reset();
    loop.run(Long.parseLong(args[2]));
    loop.report();
  }

  /**
   * Writes a block of items, then reads it, by turns, so that the compiler sees both as they are
   * used together.
   */
  private static final class Loop<T> {
    private final Payload<T> payload;
    private final Kryo kryo;
    private final Output output = new Output(ITEMS * ITEM_BYTES);
    private final Input input = new Input(output.getBuffer());
    private long items;
    private long writeNanos;
    private long readNanos;
    private long bytes;

    Loop(Payload<T> payload) {
      this.payload = payload;
      this.kryo = KryoSettings.forType(payload.type());
    }

    void run(long millis) {
      long end = System.nanoTime() + millis * 1_000_000;
      while (System.nanoTime() < end) {
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
      output.setPosition(0);
      long sum = 0;
      for (long id = items; id < items + ITEMS; id++) {
        T item = payload.create().apply(id);
        kryo.writeObject(output, item);
        sum += payload.id().applyAsLong(item);
      }
      bytes = output.position();
      return sum;
    }

    private long readBlock() {
      input.setPosition(0);
      long sum = 0;
      for (int i = 0; i < ITEMS; i++) {
        sum += payload.id().applyAsLong(kryo.readObject(input, payload.type()));
      }
      return sum;
    }
  }
}
