package io.sluice.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.util.EnumMap;
import java.util.Map;

/** An enum map: the class of its keys, then its entries. */
@SuppressWarnings({"rawtypes", "unchecked"}) // the key class is known at run time only
final class EnumMapSerializer extends Serializer<EnumMap> implements Described {

  @Override
  public void write(Kryo kryo, Output output, EnumMap object) {
    kryo.writeClass(output, keyType(object));
    Entries.write(kryo, output, object);
  }

  @Override
  public EnumMap read(Kryo kryo, Input input, Class<? extends EnumMap> type) {
    Registration keyType = kryo.readClass(input);
    if (keyType == null || !keyType.getType().isEnum()) {
      throw new KryoException("The key class of an EnumMap is not an enum");
    }
    EnumMap result = new EnumMap(keyType.getType());
    kryo.reference(result);
    Map<Object, Object> filled = Entries.read(kryo, input, size -> (Map<Object, Object>) result);
    return (EnumMap) filled;
  }

  private static Class<?> keyType(EnumMap<?, ?> map) {
    return map.isEmpty() ? keyTypeOfEmpty(map) : map.keySet().iterator().next().getDeclaringClass();
  }

  /** An empty EnumMap tells its key class to nobody but Java's serialization. */
  private static Class<?> keyTypeOfEmpty(EnumMap<?, ?> map) {
    Class<?>[] found = new Class<?>[1];
    try (ObjectOutputStream out =
        new ObjectOutputStream(OutputStream.nullOutputStream()) {
          @Override
          protected void annotateClass(Class<?> type) {
            if (type.isEnum()) {
              found[0] = type;
            }
          }
        }) {
      out.writeObject(map);
    } catch (IOException e) {
      throw new KryoException("The key class of an empty EnumMap cannot be found", e);
    }
    return found[0];
  }

  @Override
  public String description() {
    return "enum-mapping";
  }
}
