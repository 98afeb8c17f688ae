package io.sluice.codec;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * A generic type that is there at run time, which {@code List<Order>.class} is not. It is used by
 * writing an anonymous subclass: {@code new TypeRef<List<Order>>() {}}. Instances are immutable.
 *
 * @param <T> the type that is referred to
 */
public abstract class TypeRef<T> {

  private final Type type;

  /**
   * Reads the type from the subclass that is being created.
   *
   * @throws IllegalArgumentException when the subclass does not say the type in full: it is raw, or
   *     the type has a type variable in it
   */
  protected TypeRef() {
    if (getClass().getGenericSuperclass() instanceof ParameterizedType parent
        && parent.getRawType() == TypeRef.class) {
      this.type = parent.getActualTypeArguments()[0];
    } else {
      throw new IllegalArgumentException(
          getClass().getName()
              + " has to extend TypeRef with a type: new TypeRef<List<Order>>() {}");
    }
    if (Types.hasVariable(type)) {
      throw new IllegalArgumentException(
          "The type variables of " + type.getTypeName() + " are not known at run time");
    }
  }

  /**
   * Returns the type with its arguments.
   *
   * @return the type as it was written
   */
  public final Type type() {
    return type;
  }

  /**
   * Compares the types that are referred to.
   *
   * @param other anything
   * @return whether it refers to the same type
   */
  @Override
  public final boolean equals(Object other) {
    return other instanceof TypeRef<?> that && type.equals(that.type);
  }

  /**
   * Returns the hash code of the type that is referred to.
   *
   * @return the hash code
   */
  @Override
  public final int hashCode() {
    return type.hashCode();
  }

  /**
   * Returns the type as it would be written.
   *
   * @return for instance {@code java.util.List<com.acme.Order>}
   */
  @Override
  public final String toString() {
    return type.getTypeName();
  }
}
