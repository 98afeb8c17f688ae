package io.sluice.codec;

import static java.lang.invoke.MethodHandles.insertArguments;
import static java.lang.invoke.MethodType.methodType;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Handles to the methods of {@link Values}, chosen by a field's erased type: primitives unboxed,
 * strings as such, a class without subclasses without its class id, and all else with it.
 */
final class ValueHandles {

  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private static final MethodHandle WRITE_EXACT =
      find(
          "writeExact",
          methodType(
              void.class, String.class, Class.class, Kryo.class, Output.class, Object.class));
  private static final MethodHandle WRITE_ANY =
      find(
          "writeAny", methodType(void.class, String.class, Kryo.class, Output.class, Object.class));
  private static final MethodHandle READ_EXACT =
      find(
          "readExact",
          methodType(Object.class, String.class, Class.class, Kryo.class, Input.class));
  private static final MethodHandle READ_ANY =
      find("readAny", methodType(Object.class, String.class, Kryo.class, Input.class));

  private ValueHandles() {}

  /** Returns {@code (Kryo, Output, type) void}. */
  static MethodHandle writer(Class<?> type, String label) {
    if (isDirect(type)) {
      return find("write", methodType(void.class, Kryo.class, Output.class, type));
    }
    MethodHandle writer =
        Types.isExact(type)
            ? insertArguments(WRITE_EXACT, 0, label, type)
            : insertArguments(WRITE_ANY, 0, label);
    return writer.asType(methodType(void.class, Kryo.class, Output.class, type));
  }

  /** Returns {@code (Kryo, Input) type}. */
  static MethodHandle reader(Class<?> type, String label) {
    if (isDirect(type)) {
      String name = type.getSimpleName();
      String capitalized = Character.toUpperCase(name.charAt(0)) + name.substring(1);
      return find("read" + capitalized, methodType(type, Kryo.class, Input.class));
    }
    MethodHandle reader =
        Types.isExact(type)
            ? insertArguments(READ_EXACT, 0, label, type)
            : insertArguments(READ_ANY, 0, label);
    return reader.asType(methodType(type, Kryo.class, Input.class));
  }

  /** Whether its values have no objects inside. */
  static boolean isDirect(Class<?> type) {
    return type.isPrimitive() || type == String.class;
  }

  private static MethodHandle find(String name, MethodType type) {
    try {
      return LOOKUP.findStatic(Values.class, name, type);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("Values has no " + name + type, e);
    }
  }
}
