package io.sluice.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.serializers.ImmutableSerializer;

/**
 * A class with one instance, such as that of {@code Collections.emptyList()}: its id says it all.
 */
final class ConstantSerializer extends ImmutableSerializer<Object> implements Described {

  private final Object constant;

  ConstantSerializer(Object constant) {
    this.constant = constant;
  }

  @Override
  public void write(Kryo kryo, Output output, Object object) {}

  @Override
  public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
    return constant;
  }

  @Override
  public String description() {
    return "constant";
  }
}
