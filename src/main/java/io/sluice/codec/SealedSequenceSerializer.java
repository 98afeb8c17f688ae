package io.sluice.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.Collection;
import java.util.function.Function;

/**
 * A collection that has to be created with all its elements: the immutable ones, fixed-size ones.
 */
final class SealedSequenceSerializer extends Serializer<Collection<Object>> implements Described {

  private final Function<Object[], ? extends Collection<Object>> create;

  SealedSequenceSerializer(Function<Object[], ? extends Collection<Object>> create) {
    this.create = create;
  }

  @Override
  public void write(Kryo kryo, Output output, Collection<Object> object) {
    ElementRun.write(kryo, output, object.toArray());
  }

  @Override
  public Collection<Object> read(Kryo kryo, Input input, Class<? extends Collection<Object>> type) {
    return create.apply(ElementRun.open(kryo, input).toArray());
  }

  @Override
  public String description() {
    return "sequence";
  }
}
