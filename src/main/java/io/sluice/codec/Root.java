package io.sluice.codec;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.reflect.Type;

/**
 * The declared type of the items. Where it has no subclasses, an item is written without a class
 * id; all others begin with the id of their own class.
 *
 * @param type the type as it was declared
 * @param raw its erasure, boxed
 * @param isExact whether items can only be of that class
 */
record Root(Type type, Class<?> raw, boolean isExact) {

  static Root of(Type type) {
    Class<?> raw = Types.boxed(Types.erase(type));
    // An enum's constants with bodies are subclasses, but all go through the enum's serializer.
    return new Root(type, raw, Types.isExact(raw) || raw.isEnum());
  }

  void write(Kryo kryo, Output output, Object item) {
    if (!raw.isInstance(item)) {
      throw new KryoException("it is not a " + raw.getName());
    }
    if (isExact) {
      kryo.writeObject(output, item);
    } else {
      kryo.writeClassAndObject(output, item);
    }
  }

  Object read(Kryo kryo, Input input) {
    Object item = isExact ? kryo.readObject(input, raw) : kryo.readClassAndObject(input);
    if (!raw.isInstance(item)) {
      throw new KryoException(
          "the bytes are of " + (item == null ? "nothing" : item.getClass().getName()));
    }
    return item;
  }

  /** Returns the code that makes a codec for this type and one more class. */
  String codeWith(Class<?> missing) {
    String first =
        type instanceof Class<?> plain
            ? plain.getSimpleName() + ".class"
            : "new TypeRef<" + type.getTypeName().replace('$', '.') + ">() {}";
    return "Codec.kryo(" + first + ", " + Types.sourceName(missing) + ".class)";
  }
}
