package io.sluice.bench.peer;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import io.sluice.bench.KryoSettings;
import io.sluice.bench.Payload;

/** Turns bytes into items, on one thread and from one array. */
abstract class Decoder<T> {
  /** The array to copy the encoded item to. */
  abstract byte[] bytes();

  /**
   * Decodes the first bytes of that array. A raw item is that array itself, valid until the next
   * one.
   */
  abstract T decode(int length);

  static <T> Decoder<T> of(Payload<T> payload) {
    if (payload.isRaw()) {
      @SuppressWarnings("unchecked")
      Decoder<T> raw = (Decoder<T>) new Raw(payload.bytes());
      return raw;
    }
    return new Kryoed<>(payload.type());
  }

  private static final class Raw extends Decoder<byte[]> {
    private final byte[] item;

    Raw(int bytes) {
      item = new byte[bytes];
    }

    @Override
    byte[] bytes() {
      return item;
    }

    @Override
    byte[] decode(int length) {
      return item;
    }
  }

  private static final class Kryoed<T> extends Decoder<T> {
    private static final int ROOM = 1 << 10;

    private final Class<T> type;
    private final Kryo kryo;
    private final byte[] bytes = new byte[ROOM];
    private final Input input = new Input(bytes);

    Kryoed(Class<T> type) {
      this.type = type;
      kryo = KryoSettings.forType(type);
    }

    @Override
    byte[] bytes() {
      return bytes;
    }

    @Override
    T decode(int length) {
      input.setBuffer(bytes, 0, length);
      return kryo.readObject(input, type);
    }
  }
}
