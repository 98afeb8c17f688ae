package io.sluice.codec;

import java.lang.invoke.MethodType;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The classes that every codec knows, under ids that never change.
 *
 * <pre>
 *    0 –   8   Kryo's own: the primitives with their wrappers, String
 *    9 –  95   the user's first 87 classes
 *   96 – 125   the built-in classes that are most common in messages
 *  126 – 255   the other built-in classes
 *  256 –       the user's further classes
 * </pre>
 *
 * An id up to 125 takes one byte in front of each object, a larger one takes two. New classes get
 * new ids at the end of their range; an id that was ever released is never given to another class.
 */
final class Builtins {

  /** The user's first class. */
  static final int FIRST_USER_ID = 9;

  private static final int FIRST_BUILTIN_ID = 96;
  private static final int FIRST_ID_BEHIND = 256;

  /** No more ids than this are free between two that are taken. */
  static final int LARGEST_GAP = FIRST_ID_BEHIND - FIRST_USER_ID;

  private static final List<Builtin> ALL =
      Stream.of(
              BuiltinCollections.common(),
              BuiltinValues.common(),
              BuiltinCollections.others(),
              BuiltinValues.others())
          .flatMap(List::stream)
          .toList();

  private static final Map<Class<?>, Builtin> BY_TYPE = byType();

  private Builtins() {}

  static List<Builtin> all() {
    return ALL;
  }

  static @Nullable Builtin find(Class<?> type) {
    return BY_TYPE.get(type);
  }

  /** Whether every codec knows a class, be it from Kryo or from here. */
  static boolean isKnown(Class<?> type) {
    return type == String.class
        || MethodType.methodType(type).unwrap().returnType().isPrimitive()
        || BY_TYPE.containsKey(type);
  }

  /** Returns the user's next id. */
  static int userIdAfter(int id) {
    return id + 1 == FIRST_BUILTIN_ID ? FIRST_ID_BEHIND : id + 1;
  }

  private static Map<Class<?>, Builtin> byType() {
    Map<Class<?>, Builtin> map = new HashMap<>();
    for (Builtin builtin : ALL) {
      map.put(builtin.type(), builtin);
    }
    return Collections.unmodifiableMap(map);
  }
}
