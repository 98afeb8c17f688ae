package io.sluice.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.reflect.Array;
import java.util.Arrays;

/** An array of objects, among them arrays of arrays. */
final class ObjectArraySerializer extends Serializer<Object[]> implements Described {

  private final Class<?> componentType;

  ObjectArraySerializer(Class<?> componentType) {
    this.componentType = componentType;
  }

  @Override
  public void write(Kryo kryo, Output output, Object[] object) {
    ElementRun.write(kryo, output, object);
  }

  @Override
  public Object[] read(Kryo kryo, Input input, Class<? extends Object[]> type) {
    ElementRun elements = ElementRun.open(kryo, input);
    Object[] array = (Object[]) Array.newInstance(componentType, elements.capacity());
    if (elements.isChecked()) {
      kryo.reference(array);
      elements.fill(array);
      return array;
    }
    Object[] values = elements.toArray();
    return Arrays.copyOf(values, values.length, array.getClass());
  }

  @Override
  public String description() {
    return "array";
  }
}
