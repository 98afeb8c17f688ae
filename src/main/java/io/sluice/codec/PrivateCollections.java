package io.sluice.codec;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's collections whose classes are private: {@code list.subList(…)}, {@code map.values()},
 * {@code Collections.synchronizedList(…)} and many more, other ones in each release. Nobody can
 * register them, and most cannot be created from outside; they travel as the ordinary collection
 * that comes nearest. Those that are worth keeping as they are have ids of their own in {@link
 * Builtins}.
 */
final class PrivateCollections {

  /** What {@code List.of} and its like have in common, their sublists included. */
  private static final Class<?> IMMUTABLE = List.of().getClass().getNestHost();

  private PrivateCollections() {}

  /** Returns the class as which a private collection travels, or null for any other class. */
  static @Nullable Class<?> standIn(Class<?> type) {
    if (Modifier.isPublic(type.getModifiers()) || !Types.isPlatform(type)) {
      return null;
    }
    if (type.getNestHost() == IMMUTABLE && List.class.isAssignableFrom(type)) {
      return List.of().getClass();
    }
    if (EnumSet.class.isAssignableFrom(type)) {
      return EnumSet.class;
    }
    if (SortedSet.class.isAssignableFrom(type)) {
      return TreeSet.class;
    }
    if (Set.class.isAssignableFrom(type)) {
      return LinkedHashSet.class;
    }
    if (Collection.class.isAssignableFrom(type)) {
      return ArrayList.class;
    }
    if (SortedMap.class.isAssignableFrom(type)) {
      return TreeMap.class;
    }
    return Map.class.isAssignableFrom(type) ? LinkedHashMap.class : null;
  }
}
