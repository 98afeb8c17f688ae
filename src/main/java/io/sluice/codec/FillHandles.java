package io.sluice.codec;

import static java.lang.invoke.MethodType.methodType;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.util.List;

/**
 * Creates an object and sets its fields one after the other, by handles in rows as in {@link
 * WriteHandles}. The first row creates the object, so that an object of usual size is one handle.
 */
final class FillHandles {

  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private final MethodHandle create;
  private final MethodHandle[] more;

  FillHandles(Class<?> type, List<Field> fields) throws ReflectiveOperationException {
    int first = Math.min(WriteHandles.ROW, fields.size());
    MethodHandle result =
        MethodHandles.dropArguments(
            MethodHandles.identity(Object.class), 1, Kryo.class, Input.class);
    MethodHandle filled = MethodHandles.foldArguments(result, row(fields.subList(0, first)));
    MethodHandle referenced =
        MethodHandles.foldArguments(
            filled, find("reference", methodType(void.class, Object.class, Kryo.class)));
    create = MethodHandles.foldArguments(referenced, creator(type));
    int count = (fields.size() - first + WriteHandles.ROW - 1) / WriteHandles.ROW;
    more = new MethodHandle[count];
    for (int i = 0; i < count; i++) {
      int from = first + i * WriteHandles.ROW;
      more[i] = row(fields.subList(from, Math.min(from + WriteHandles.ROW, fields.size())));
    }
  }

  /** Returns {@code (Kryo, Input) Object}. */
  private static MethodHandle creator(Class<?> type) throws ReflectiveOperationException {
    try {
      Constructor<?> constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      MethodHandle creator =
          LOOKUP.unreflectConstructor(constructor).asType(methodType(Object.class));
      return MethodHandles.dropArguments(creator, 0, Kryo.class, Input.class);
    } catch (NoSuchMethodException e) {
      MethodHandle creator =
          find("newInstance", methodType(Object.class, Class.class, Kryo.class)).bindTo(type);
      return MethodHandles.dropArguments(creator, 1, Input.class);
    }
  }

  /** Returns {@code (Object, Kryo, Input) void}. */
  private static MethodHandle row(List<Field> fields) throws IllegalAccessException {
    MethodHandle row =
        MethodHandles.empty(methodType(void.class, Object.class, Kryo.class, Input.class));
    for (int i = fields.size() - 1; i >= 0; i--) {
      Field field = fields.get(i);
      MethodHandle setter =
          LOOKUP
              .unreflectSetter(field)
              .asType(methodType(void.class, Object.class, field.getType()));
      MethodHandle reader = Member.of(field).reader();
      row = MethodHandles.foldArguments(row, MethodHandles.collectArguments(setter, 1, reader));
    }
    return row;
  }

  /** An object may refer to itself through its fields, so Kryo has to know it before those. */
  static void reference(Object object, Kryo kryo) {
    kryo.reference(object);
  }

  /** Without a constructor that takes no arguments none is called at all. */
  static Object newInstance(Class<?> type, Kryo kryo) {
    return kryo.newInstance(type);
  }

  private static MethodHandle find(String name, MethodType type)
      throws ReflectiveOperationException {
    return LOOKUP.findStatic(FillHandles.class, name, type);
  }

  Object read(Kryo kryo, Input input) throws Throwable {
    Object object = (Object) create.invokeExact(kryo, input);
    for (MethodHandle row : more) {
      row.invokeExact(object, kryo, input);
    }
    return object;
  }
}
