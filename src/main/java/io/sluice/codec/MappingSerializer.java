package io.sluice.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.Map;
import java.util.function.IntFunction;

/** A map that can be created empty and then be filled. */
final class MappingSerializer extends Serializer<Map<Object, Object>> implements Described {

  private final IntFunction<? extends Map<Object, Object>> create;

  /**
   * Creates the serializer.
   *
   * @param create makes an empty map, given the number of entries to come
   */
  MappingSerializer(IntFunction<? extends Map<Object, Object>> create) {
    this.create = create;
  }

  @Override
  public void write(Kryo kryo, Output output, Map<Object, Object> object) {
    Entries.write(kryo, output, object);
  }

  @Override
  public Map<Object, Object> read(
      Kryo kryo, Input input, Class<? extends Map<Object, Object>> type) {
    return Entries.read(
        kryo,
        input,
        size -> {
          Map<Object, Object> map = create.apply(size);
          kryo.reference(map);
          return map;
        });
  }

  @Override
  public String description() {
    return "mapping";
  }
}
