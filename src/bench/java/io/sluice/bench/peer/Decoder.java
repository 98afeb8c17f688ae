package io.sluice.bench.peer;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import io.sluice.bench.KryoSettings;
import io.sluice.bench.Payload;

/** Turns the first bytes of an array into an item, on one thread. */
interface Decoder<T> {
  /** The item; a raw one is the array itself, which the next item overwrites. */
  T decode(byte[] bytes, int length);

  static <T> Decoder<T> of(Payload<T> payload) {
    Class<T> type = payload.type();
    if (payload.isRaw()) {
      return (bytes, length) -> type.cast(bytes);
    }
    Kryo kryo = KryoSettings.forType(type);
    Input input = new Input();
    return (bytes, length) -> {
      input.setBuffer(bytes, 0, length);
      return kryo.readObject(input, type);
    };
  }
}
