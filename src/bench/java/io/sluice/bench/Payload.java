package io.sluice.bench;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/**
 * A kind of item: how the producer makes one, and how the consumer reads its id.
 *
 * @param type the class of the items; {@code byte[]} is sent as it is, everything else through Kryo
 * @param bytes about how many bytes an item takes when encoded
 */
public record Payload<T>(
    String name, Class<T> type, int bytes, LongFunction<T> create, ToLongFunction<T> id) {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  static final Payload<Order> KRYO =
      new Payload<>("kryo", Order.class, 20, Order::of, order -> order.id);
  static final Payload<OrderRecord> RECORD =
      new Payload<>("record", OrderRecord.class, 20, OrderRecord::of, OrderRecord::id);

  /**
   * Raw bytes. All items are one array that nobody changes: making a fresh megabyte for each would
   * measure the allocator.
   */
  static Payload<byte[]> raw(String name, int bytes) {
    byte[] item = new byte[bytes];
    LONG.set(item, 0, 1L);
    return new Payload<>(name, byte[].class, bytes, id -> item, Payload::firstLong);
  }

  public boolean isRaw() {
    return type == byte[].class;
  }

  private static long firstLong(byte[] item) {
    return (long) LONG.get(item, 0);
  }
}
