package io.sluice.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.Collection;
import java.util.function.IntFunction;

/**
 * A collection that can be created empty and then be filled. Elements are taken by {@code toArray},
 * whose length is right even when a concurrent collection changes meanwhile.
 */
final class SequenceSerializer extends Serializer<Collection<Object>> implements Described {

  private final IntFunction<? extends Collection<Object>> create;

  /**
   * Creates the serializer.
   *
   * @param create makes an empty collection, given the number of elements to come
   */
  SequenceSerializer(IntFunction<? extends Collection<Object>> create) {
    this.create = create;
  }

  @Override
  public void write(Kryo kryo, Output output, Collection<Object> object) {
    ElementRun.write(kryo, output, object.toArray());
  }

  @Override
  public Collection<Object> read(Kryo kryo, Input input, Class<? extends Collection<Object>> type) {
    ElementRun elements = ElementRun.open(kryo, input);
    Collection<Object> result = create.apply(elements.capacity());
    kryo.reference(result);
    elements.forEach(result::add);
    return result;
  }

  @Override
  public String description() {
    return "sequence";
  }
}
