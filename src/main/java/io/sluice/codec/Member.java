package io.sluice.codec;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;

/**
 * A field of a class or a component of a record.
 *
 * @param name its name; members are written in the order of their names
 * @param type its erased type, which decides how its value is written
 * @param label its name and its class, for messages
 * @param getter {@code (Object) type}
 */
record Member(String name, Class<?> type, String label, MethodHandle getter) {

  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  static Member of(Field field) throws IllegalAccessException {
    field.setAccessible(true);
    return of(
        field.getDeclaringClass(), field.getName(), field.getType(), LOOKUP.unreflectGetter(field));
  }

  static Member of(RecordComponent component) throws IllegalAccessException {
    Method accessor = component.getAccessor();
    accessor.setAccessible(true);
    return of(
        component.getDeclaringRecord(),
        component.getName(),
        component.getType(),
        LOOKUP.unreflect(accessor));
  }

  private static Member of(Class<?> owner, String name, Class<?> type, MethodHandle getter) {
    return new Member(
        name,
        type,
        name + " (" + owner.getName() + ")",
        getter.asType(methodType(type, Object.class)));
  }

  /** Returns {@code (Kryo, Output, Object) void}, which writes this member of the object. */
  MethodHandle writer() {
    return MethodHandles.filterArguments(ValueHandles.writer(type, label), 2, getter);
  }

  /** Returns {@code (Kryo, Input) type}. */
  MethodHandle reader() {
    return ValueHandles.reader(type, label);
  }

  /** Its part in the fingerprint: an exclamation mark says that no class is written. */
  @Override
  public String toString() {
    return name + ":" + type.getName() + (Types.isExact(type) ? "!" : "");
  }
}
