package io.sluice.codec;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Serializer;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Serializers for classes of the user's that are collections or maps. They are created by their
 * constructor without arguments, sorted ones by the one that takes a comparator; their elements are
 * all that is kept of them.
 */
@SuppressWarnings("JdkObsolete") // a SortedSet need not be a NavigableSet
final class UserCollections {

  private UserCollections() {}

  /** Returns the serializer for a collection or a map, or null for a class that is neither. */
  static @Nullable Serializer<?> serializer(Class<?> type) {
    if (SortedSet.class.isAssignableFrom(type)) {
      Constructor<?> constructor = constructor(type, Comparator.class);
      return new SortedSequenceSerializer<SortedSet<Object>>(
          SortedSet::comparator, order -> create(constructor, order), set -> set);
    }
    if (Collection.class.isAssignableFrom(type)) {
      Constructor<?> constructor = constructor(type);
      return new SequenceSerializer(size -> create(constructor));
    }
    if (SortedMap.class.isAssignableFrom(type)) {
      Constructor<?> constructor = constructor(type, Comparator.class);
      return new SortedMappingSerializer<SortedMap<Object, Object>>(
          order -> create(constructor, order), map -> map);
    }
    if (Map.class.isAssignableFrom(type)) {
      Constructor<?> constructor = constructor(type);
      return new MappingSerializer(size -> create(constructor));
    }
    return null;
  }

  private static Constructor<?> constructor(Class<?> type, Class<?>... parameters) {
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(parameters);
      constructor.setAccessible(true);
      return constructor;
    } catch (NoSuchMethodException e) {
      String wanted = parameters.length == 0 ? "without arguments" : "that takes a Comparator";
      throw new KryoException(type.getName() + " has no constructor " + wanted, e);
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the caller knows the kind
  private static <C> C create(Constructor<?> constructor, @Nullable Object... arguments) {
    try {
      return (C) constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      throw new KryoException(constructor + " failed", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new KryoException(constructor + " cannot be called", e);
    }
  }
}
