package io.sluice.bench.peer;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Output;
import io.sluice.bench.KryoSettings;
import io.sluice.bench.Payload;

/** Turns items into bytes, on one thread and into one array. */
abstract class Encoder<T> {
  /** Encodes into {@link #bytes()} and returns the length. */
  abstract int encode(T item);

  abstract byte[] bytes();

  static <T> Encoder<T> of(Payload<T> payload) {
    if (payload.isRaw()) {
      @SuppressWarnings("unchecked")
      Encoder<T> raw = (Encoder<T>) new Raw();
      return raw;
    }
    return new Kryoed<>(payload.type());
  }

  private static final class Raw extends Encoder<byte[]> {
    private byte[] item = new byte[0];

    @Override
    int encode(byte[] next) {
      item = next;
      return next.length;
    }

    @Override
    byte[] bytes() {
      return item;
    }
  }

  private static final class Kryoed<T> extends Encoder<T> {
    private static final int ROOM = 1 << 10;

    private final Kryo kryo;
    private final Output output = new Output(ROOM);

    Kryoed(Class<T> type) {
      kryo = KryoSettings.forType(type);
    }

    @Override
    int encode(T item) {
      output.setPosition(0);
      kryo.writeObject(output, item);
      return output.position();
    }

    @Override
    byte[] bytes() {
      return output.getBuffer();
    }
  }
}
