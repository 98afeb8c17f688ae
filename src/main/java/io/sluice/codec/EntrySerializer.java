package io.sluice.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.Map;
import java.util.function.BiFunction;

/** A single entry, as {@code Map.entry} makes it. */
final class EntrySerializer extends Serializer<Map.Entry<Object, Object>> implements Described {

  private final BiFunction<Object, Object, Map.Entry<Object, Object>> create;

  EntrySerializer(BiFunction<Object, Object, Map.Entry<Object, Object>> create) {
    this.create = create;
  }

  @Override
  public void write(Kryo kryo, Output output, Map.Entry<Object, Object> object) {
    kryo.writeClassAndObject(output, object.getKey());
    kryo.writeClassAndObject(output, object.getValue());
  }

  @Override
  public Map.Entry<Object, Object> read(
      Kryo kryo, Input input, Class<? extends Map.Entry<Object, Object>> type) {
    Object key = kryo.readClassAndObject(input);
    return create.apply(key, kryo.readClassAndObject(input));
  }

  @Override
  public String description() {
    return "entry";
  }
}
