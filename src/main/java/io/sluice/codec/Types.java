package io.sluice.codec;

import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Questions about types that reflection leaves to its users. */
final class Types {

  private Types() {}

  static boolean hasVariable(Type type) {
    if (type instanceof ParameterizedType generic) {
      return Arrays.stream(generic.getActualTypeArguments()).anyMatch(Types::hasVariable);
    }
    if (type instanceof GenericArrayType array) {
      return hasVariable(array.getGenericComponentType());
    }
    if (type instanceof WildcardType wildcard) {
      return Arrays.stream(wildcard.getUpperBounds()).anyMatch(Types::hasVariable);
    }
    return type instanceof TypeVariable<?>;
  }

  static Class<?> erase(Type type) {
    if (type instanceof Class<?> plain) {
      return plain;
    }
    if (type instanceof ParameterizedType generic) {
      return erase(generic.getRawType());
    }
    if (type instanceof GenericArrayType array) {
      return Array.newInstance(erase(array.getGenericComponentType()), 0).getClass();
    }
    if (type instanceof WildcardType wildcard) {
      return erase(wildcard.getUpperBounds()[0]);
    }
    return erase(((TypeVariable<?>) type).getBounds()[0]);
  }

  /** Passes on every class that is written in a type, in the order in which it is written. */
  static void mentioned(Type type, Consumer<? super Class<?>> action) {
    mentioned(type, action, new HashSet<>());
  }

  private static void mentioned(Type type, Consumer<? super Class<?>> action, Set<Type> seen) {
    if (!seen.add(type)) {
      return; // T extends Comparable<T>
    }
    if (type instanceof Class<?> plain) {
      action.accept(plain);
    } else if (type instanceof ParameterizedType generic) {
      mentioned(generic.getRawType(), action, seen);
      for (Type argument : generic.getActualTypeArguments()) {
        mentioned(argument, action, seen);
      }
    } else if (type instanceof GenericArrayType array) {
      action.accept(erase(array));
      mentioned(array.getGenericComponentType(), action, seen);
    } else {
      Type[] bounds =
          type instanceof WildcardType wildcard
              ? wildcard.getUpperBounds()
              : ((TypeVariable<?>) type).getBounds();
      for (Type bound : bounds) {
        mentioned(bound, action, seen);
      }
    }
  }

  /**
   * Whether a value of this type can only be of this class, so that the class need not be written.
   */
  static boolean isExact(Class<?> type) {
    Class<?> element = type;
    while (element.isArray()) {
      element = element.getComponentType();
    }
    return Modifier.isFinal(element.getModifiers());
  }

  static Class<?> boxed(Class<?> type) {
    return MethodType.methodType(type).wrap().returnType();
  }

  /** Whether a class belongs to the JDK, whose fields are closed to us. */
  static boolean isPlatform(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader == null || loader == ClassLoader.getPlatformClassLoader();
  }

  /** The name by which source code refers to a class, as far as it has one. */
  static String sourceName(Class<?> type) {
    String canonical = type.getCanonicalName();
    return canonical == null ? type.getName() : canonical;
  }
}
