package io.sluice.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A map that has to be created with all its entries, or wraps one that is there already. */
final class SealedMappingSerializer extends Serializer<Map<Object, Object>> implements Described {

  private final UnaryOperator<Map<Object, Object>> finish;

  SealedMappingSerializer(UnaryOperator<Map<Object, Object>> finish) {
    this.finish = finish;
  }

  @Override
  public void write(Kryo kryo, Output output, Map<Object, Object> object) {
    Entries.write(kryo, output, object);
  }

  @Override
  public Map<Object, Object> read(
      Kryo kryo, Input input, Class<? extends Map<Object, Object>> type) {
    return finish.apply(Entries.read(kryo, input, size -> new LinkedHashMap<>()));
  }

  @Override
  public String description() {
    return "mapping";
  }
}
