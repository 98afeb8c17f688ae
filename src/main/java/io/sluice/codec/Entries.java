package io.sluice.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A map's entries: a run of the keys, then a run of as many values. */
final class Entries {

  private Entries() {}

  /** Takes keys and values in one pass, so that they match even when a concurrent map changes. */
  static void write(Kryo kryo, Output output, Map<?, ?> map) {
    Map.Entry<?, ?>[] entries = map.entrySet().toArray(new Map.Entry<?, ?>[0]);
    @Nullable Object[] keys = new @Nullable Object[entries.length];
    @Nullable Object[] values = new @Nullable Object[entries.length];
    for (int i = 0; i < entries.length; i++) {
      keys[i] = entries[i].getKey();
      values[i] = entries[i].getValue();
    }
    ElementRun.write(kryo, output, keys);
    ElementRun.write(kryo, output, values);
  }

  /**
   * Reads entries into a map.
   *
   * @param create makes the empty map, given the number of entries to come; it is called before any
   *     key or value is read, which may refer to the map
   */
  static <M extends Map<Object, Object>> M read(Kryo kryo, Input input, IntFunction<M> create) {
    ElementRun keys = ElementRun.open(kryo, input);
    M map = create.apply(keys.capacity());
    Object[] key = keys.toArray();
    ElementRun values = ElementRun.open(kryo, input);
    if (values.count() != key.length) {
      throw new KryoException(
          "A map has " + key.length + " keys and " + values.count() + " values");
    }
    int[] next = {0};
    values.forEach(value -> map.put(key[next[0]++], value));
    return map;
  }
}
